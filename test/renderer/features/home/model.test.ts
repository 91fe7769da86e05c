import { describe, expect, it } from 'vitest';
import { effectiveOptions } from '../../../../renderer/app/intake/intake-options.js';
import { rowOf } from '../../../../renderer/app/intake/intake-row.js';
import {
  countKinds,
  kindWords,
  plannedFiles,
  planWords,
  previewNames,
  primaryText,
  requestOf,
  statusWords,
  sumRows,
  wantedRows,
} from '../../../../renderer/features/home/model.js';
import { makeFormats } from '../../../../renderer/format/formats.js';
import { optionWords } from '../../../../renderer/format/option-words.js';
import type { BatchPlan } from '../../../../shared/contract/intake.js';
import { batchRequest } from '../../../../shared/contract/intake.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';
import { aborted, container, npy, npz, raw, unreadable } from './example-files.js';

const format = makeFormats('iec');
const all = [npy, npz, raw, container, aborted, unreadable].map((facts) => rowOf(facts));
const none: ReadonlySet<never> = new Set();

describe('the sums of the card', () => {
  it('count files without a problem, and only the chosen arrays', () => {
    expect(sumRows(all, none)).toEqual({
      rows: 6,
      compress: 3,
      decompress: 1,
      problems: 2,
      readBytes: 2 ** 30 + 500 + 1024 + 1000,
    });
  });

  it('leave out files that the plan leaves out', () => {
    const planned = new Map([[npy.id, { outputs: [], leftOut: 'It is there.' }]]);
    expect(sumRows(all, none, planned)).toMatchObject({ compress: 2, decompress: 1, readBytes: 500 + 1024 + 1000 });
  });

  it('leave out excluded kinds', () => {
    expect(sumRows(all, new Set(['npy', 'raw'] as const))).toMatchObject({ rows: 6, compress: 1, decompress: 1 });
    expect([...countKinds(all)]).toEqual([
      ['npy', 1],
      ['npz', 1],
      ['raw', 1],
      ['container', 2],
      ['unreadable', 1],
    ]);
  });

  it.each([
    [[npy], 'Compress 1 file (1.00 GiB)'],
    [[npy, raw], 'Compress 2 files (1.00 GiB)'],
    [[container], 'Decompress 1 file (1000 B)'],
    [[npy, raw, container], 'Compress 2, decompress 1 (1.00 GiB)'],
    [[unreadable], 'Nothing to do'],
  ])('are shown by the start button', (files, text) => {
    const rows = files.map((facts) => rowOf(facts));
    expect(primaryText(sumRows(rows, none), format).replace('1,000', '1000')).toBe(text);
  });

  it('are shown in the status bar', () => {
    expect(statusWords(sumRows(all, none), format)).toEqual([
      '4 items ready',
      '3 to compress, 1 to decompress',
      '2 cannot be used',
    ]);
    expect(statusWords(sumRows([], none), format)).toEqual([]);
  });
});

describe('the request', () => {
  const intake = effectiveOptions(defaultSettings, {});

  it('is valid for the contract', () => {
    const request = requestOf(wantedRows(all, none), intake);
    expect(batchRequest.parse(request)).toEqual(request);
    expect(request?.items.map(({ id, action }) => [id, action])).toEqual([
      [npy.id, 'compress'],
      [npz.id, 'compress'],
      [raw.id, 'compress'],
      [container.id, 'decompress'],
      // Listed as skipped when the batch starts.
      [aborted.id, 'decompress'],
      [unreadable.id, 'compress'],
    ]);
  });

  it('is undefined without rows', () => {
    expect(requestOf([], intake)).toBeUndefined();
  });

  it('has the chosen place', () => {
    const place = { kind: 'folder', folderId: 'd1' } as const;
    expect(requestOf(all, { ...intake, place })?.place).toEqual(place);
  });
});

describe('the words of a plan', () => {
  const plan: BatchPlan = {
    outputs: [
      { item: 0, name: 't.npy.blp', folder: '~/data', sourceBytes: 10 },
      { item: 1, member: 'xyz', name: 'xyz.npy.blp', folder: '~/data/lidar', sourceBytes: 10 },
      { item: 1, member: 'class', name: 'class.npy.blp', folder: '~/data/lidar', sourceBytes: 10 },
    ],
    sourceBytes: 2 ** 30,
    maxBytes: 2 ** 31,
    freeBytes: 100 * 2 ** 30,
    estimatedMs: 6000,
    leftOut: [],
    obstacles: [],
    warnings: [],
  };
  const request = requestOf([rowOf(npy), rowOf(npz)], effectiveOptions(defaultSettings, {}));
  if (!request) throw new Error('two files make a request');

  it('show the first names, those of a .npz with their folder', () => {
    const names = plannedFiles(plan, request, all);
    expect(names.get(npz.id)?.outputs).toEqual([
      { label: 'lidar/xyz.npy.blp', member: 'xyz' },
      { label: 'lidar/class.npy.blp', member: 'class' },
    ]);
    expect(previewNames(names)).toBe('t.npy.blp, lidar/xyz.npy.blp, …');
    expect(previewNames(names, 3)).toBe('t.npy.blp, lidar/xyz.npy.blp, lidar/class.npy.blp');
    expect(previewNames(new Map())).toBe('');
  });

  it('say what is written, the space it needs and how long it takes', () => {
    expect(planWords(plan, format)).toEqual([
      'Writes 3 files',
      'needs at most 2.00 GiB of 100.0 GiB free',
      'about 6 s at the 170.7 MiB/s of earlier jobs with these settings',
    ]);
    const { estimatedMs: _unknown, ...unmeasured } = plan;
    expect(planWords(unmeasured, format)).toHaveLength(2);
    expect(planWords({ ...plan, outputs: [] }, format)).toEqual([]);
  });
});

it('puts the options into one line', () => {
  const { options } = effectiveOptions(defaultSettings, {});
  expect(optionWords(options)).toEqual(['level 5', 'byte shuffle', 'typesize from dtype', 'chunk 1M', 'adler32']);
  expect(optionWords({ ...options, shuffle: 'none', checksum: 'None', offsets: false })).toEqual([
    'level 5',
    'no filter',
    'chunk 1M',
    'no checksum',
    'no offsets',
  ]);
  expect(optionWords({ ...options, appendable: false }).at(-1)).toBe('no room for appending');
});

it('describes the type of a file', () => {
  const words = all.map((row) => kindWords(row, format)).map(({ head, rest }) => [head, ...rest].join(', '));
  expect(words).toEqual([
    'float64, 36,525 × 8,192, F order',
    'npz, 2 of 3 members, outputs in a folder',
    'raw, 1,024 bytes',
    'float32, 365 × 720, 3.12×, adler32, offsets',
    'Bloscpack, size not recorded, no checksum, offsets, aborted',
    'unreadable',
  ]);
});
