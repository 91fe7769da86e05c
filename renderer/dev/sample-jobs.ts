import type { JobDetails, JobState, JobView, QueueTotals } from '../../shared/contract/jobs.js';
import { defaultSettings } from '../../shared/contract/settings.js';

const gib = 2 ** 30;

function sampleJob(index: number, state: JobState): JobView {
  const year = 2004 + index;
  const sourceBytes = Math.round((33.88 + (index % 4 === 0 ? 0.09 : 0)) * gib);
  const done = state === 'done';
  const running = state === 'running';
  const file = { name: `era5_t2m_${year}.npy`, folder: '~/data/era5' };
  return {
    id: `j-${index}`,
    batchId: 'b-1',
    action: 'compress',
    state,
    source: { id: `s-${index}`, ...file },
    outputName: `${file.name}.blp`,
    outputFolder: file.folder,
    sourceBytes,
    doneBytes: done ? sourceBytes : running ? sourceBytes * 0.21 : 0,
    elapsedMs: done ? 41_000 + index * 37 : running ? 5800 : 0,
    chunksDone: running ? 7286 : 0,
    chunks: 34_695,
    grew: false,
    check: 'compare',
    options: { ...defaultSettings.presets[0]?.options, codec: 'zstd', clevel: 3, shuffle: 'bit' } as NonNullable<
      JobView['options']
    >,
    ...(done && {
      output: { id: `o-${index}`, name: `${file.name}.blp`, folder: file.folder },
      outputBytes: Math.round(sourceBytes / 2.68),
      bytesPerSecond: 0.83 * gib,
    }),
    ...(running && { outputBytes: (sourceBytes * 0.21) / 2.66, bytesPerSecond: 1.22 * gib, remainingMs: 420_000 }),
    ...(state === 'failed' && {
      error: {
        kind: 'format' as const,
        problem: 'truncated' as const,
        message: 'The header says 36,379,929,728 bytes; the file ends after 21,474,836,480. Nothing was written.',
        remedy: 'Copy the file again, or use what is there as raw bytes.',
      },
    }),
  };
}

/** A batch as in the mock-up of Jobs: some done, one running, two in need of attention, the rest waiting. */
export function sampleJobs(count: number): readonly JobView[] {
  const jobs = Array.from({ length: count }, (_, index): JobView => {
    if (index < 8) return sampleJob(index, 'done');
    if (index === 8) return sampleJob(index, 'failed');
    if (index === 9) return sampleJob(index, 'running');
    if (index === 10) return { ...sampleJob(index, 'done'), grew: true };
    return sampleJob(index, 'waiting');
  });
  return jobs;
}

export function sumJobs(jobs: readonly JobView[]): QueueTotals {
  const counted = (match: (job: JobView) => boolean) => jobs.filter(match).length;
  const sum = (part: (job: JobView) => number) => jobs.reduce((total, job) => total + part(job), 0);
  const running = jobs.find(({ state }) => state === 'running');
  return {
    sourceBytes: sum((job) => (job.state === 'failed' ? 0 : job.sourceBytes)),
    doneBytes: sum(({ doneBytes }) => doneBytes),
    fraction:
      sum(({ doneBytes }) => doneBytes) /
      Math.max(
        1,
        sum(({ sourceBytes }) => sourceBytes),
      ),
    elapsedMs: 338_000,
    paused: counted(({ state }) => state === 'paused'),
    running: counted(({ state }) => state === 'running'),
    waiting: counted(({ state }) => state === 'waiting'),
    attention: counted(({ state, grew }) => state === 'failed' || grew),
    finished: counted(({ state, grew }) => state === 'done' && !grew),
    startedMs: Date.now() - 338_000,
    ...(running && { bytesPerSecond: 0.83 * gib, remainingMs: 420_000 }),
  };
}

export function sampleDetails(job: JobView): JobDetails {
  const wave = (base: number, swing: number) =>
    Array.from({ length: 200 }, (_, i) => base + swing * (Math.sin(i / 17) + 0.4 * Math.sin(i * 1.7)));
  const at = Date.now() - job.elapsedMs;
  return {
    job,
    steps: [
      { name: 'preparing', state: 'done', elapsedMs: 200 },
      { name: 'working', state: 'active' },
      { name: 'finalising', state: 'waiting' },
      { name: 'verifying', state: 'waiting' },
      { name: 'publishing', state: 'waiting' },
    ],
    ratios: wave(2.66, 0.12),
    speeds: wave(1.22 * gib, 0.05 * gib),
    log: ['read header, 128 B, <f4', '1.31 TiB free, at most 33.89 GiB', 'compressing with 8 threads'].map(
      (text, index) => ({
        atMs: at + index * 97,
        text,
      }),
    ),
    blpk: { reason: 'The blpk command has no switch for bit shuffle.' },
    python: 'import bloscpack as bp\nbp.pack_ndarray_to_file(array, "out.blp")',
  };
}
