import type { FileFacts } from '../../../../shared/contract/files.js';

function facts(name: string, rest: Partial<FileFacts>): FileFacts {
  return {
    id: name,
    name,
    folder: '~/data',
    kind: 'raw',
    sizeBytes: 1024,
    modifiedMs: 0,
    actions: ['compress', 'compare'],
    ...rest,
  };
}

export const npy = facts('t.npy', {
  kind: 'npy',
  sizeBytes: 2 ** 30,
  array: { descr: '<f8', dtype: 'float64', shape: [36_525, 8192], order: 'F', itemsize: 8 },
});

export const npz = facts('lidar.npz', {
  kind: 'npz',
  sizeBytes: 600,
  members: [
    { name: 'xyz', sizeBytes: 400 },
    { name: 'class', sizeBytes: 100 },
    { name: 'notes', sizeBytes: 100, problem: 'Object arrays need pickle, which is never read.' },
  ],
});

export const raw = facts('run.raw', { sizeBytes: 1024 });

export const container = facts('sst.npy.blp', {
  kind: 'container',
  sizeBytes: 1000,
  actions: ['decompress', 'inspect', 'compare'],
  array: { descr: '<f4', dtype: 'float32', shape: [365, 720], order: 'C', itemsize: 4 },
  container: { plainBytes: 3120, checksum: 'adler32', offsets: true, nchunks: 3, aborted: false },
});

export const aborted = facts('cut.blp', {
  kind: 'container',
  actions: ['decompress'],
  container: { checksum: 'None', offsets: true, aborted: true },
});

export const unreadable = facts('half.npy', {
  kind: 'unreadable',
  actions: [],
  problem: { kind: 'format', message: 'The file ends too soon', remedy: 'Copy it again.' },
});

export const folder = facts('stations', { kind: 'folder', sizeBytes: 0, actions: [] });
