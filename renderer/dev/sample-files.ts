import type { RecentFile } from '../../shared/contract/app.js';
import type { FileFacts } from '../../shared/contract/files.js';

const modifiedMs = Date.UTC(2026, 4, 12, 9, 41);

/** The files of the mock-ups: one of each kind, one of them unreadable. */
export const sampleFiles: readonly FileFacts[] = [
  {
    id: 'f-npy',
    name: 't2m_daily.npy',
    folder: '~/data/stations',
    kind: 'npy',
    sizeBytes: 2_393_702_528,
    modifiedMs,
    array: { descr: '<f8', dtype: 'float64', shape: [36_525, 8192], order: 'C', itemsize: 8 },
    actions: ['compress'],
  },
  {
    id: 'f-npz',
    name: 'lidar_tile_0412.npz',
    folder: '~/data/lidar',
    kind: 'npz',
    sizeBytes: 496_816_128,
    modifiedMs,
    members: [
      {
        name: 'xyz',
        sizeBytes: 441_600_000,
        array: { descr: '<f8', dtype: 'float64', shape: [18_400_000, 3], order: 'C', itemsize: 8 },
      },
      {
        name: 'intensity',
        sizeBytes: 36_800_000,
        array: { descr: '<u2', dtype: 'uint16', shape: [18_400_000], order: 'C', itemsize: 2 },
      },
      {
        name: 'class',
        sizeBytes: 18_400_000,
        array: { descr: '|u1', dtype: 'uint8', shape: [18_400_000], order: 'C', itemsize: 1 },
      },
      { name: 'notes', sizeBytes: 16_128, problem: 'Object arrays need pickle, which is never read.' },
    ],
    actions: ['compress'],
  },
  {
    id: 'f-raw',
    name: 'detector_run_0817.raw',
    folder: '~/data/detector',
    kind: 'raw',
    sizeBytes: 1_610_612_736,
    modifiedMs,
    actions: ['compress'],
  },
  {
    id: 'f-blp',
    name: 'ocean_sst_2022.npy.blp',
    folder: '~/data/ocean',
    kind: 'container',
    sizeBytes: 485_176_115,
    modifiedMs,
    array: { descr: '<f4', dtype: 'float32', shape: [365, 720, 1440], order: 'C', itemsize: 4 },
    container: {
      plainBytes: 1_513_728_000,
      checksum: 'adler32',
      offsets: true,
      nchunks: 1444,
      chunkSizeBytes: 1_048_576,
      aborted: false,
    },
    actions: ['decompress'],
  },
  {
    id: 'f-bad',
    name: 'half_copied.npy',
    folder: '~/data/stations',
    kind: 'unreadable',
    sizeBytes: 1_048_576,
    modifiedMs,
    problem: {
      kind: 'format',
      problem: 'truncated',
      message: 'The header says 8,388,608 bytes; the file ends after 1,048,576.',
      remedy: 'Copy the file again, or import it as raw bytes.',
    },
    actions: [],
  },
];

/** Recent files, as in the mock-up of Home. */
export function sampleRecents(nowMs: number): readonly RecentFile[] {
  const hour = 3_600_000;
  const of = (name: string, rest: Partial<RecentFile>): RecentFile => ({
    id: `r-${name}`,
    name,
    folder: '~/data/stations',
    kind: 'container',
    sizeBytes: 544_556_937,
    lastAction: 'compress',
    lastCheck: 'verified',
    usedMs: nowMs - hour,
    pinned: false,
    missing: false,
    ...rest,
  });
  return [
    of('t2m_daily.npy.blp', { array: '36,525 × 8,192 float64', ratio: 4.4, pinned: true }),
    of('ensemble_mean_z500.npy.blp', { array: '1,461 × 721 × 1,440 float32', ratio: 2.16, usedMs: nowMs - 26 * hour }),
    of('spectra_2048.npy', {
      kind: 'npy',
      array: '96,000 × 2,048 float32',
      lastCheck: 'none',
      usedMs: nowMs - 30 * hour,
    }),
    of('run_0816.raw.blp', {
      array: '805,306,368 uint16',
      ratio: 2.31,
      lastCheck: 'damaged',
      usedMs: nowMs - 96 * hour,
    }),
    of('mask_global_1km.npy.blp', {
      array: '21,600 × 43,200 uint8',
      ratio: 75.41,
      usedMs: nowMs - 4800 * hour,
      missing: true,
    }),
  ];
}
