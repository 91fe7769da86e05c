import { expect, test } from 'vitest';
import { readRuns } from '../../../../electron/inspect/data/shared-reads.js';
import type { ArrayAccess } from '../../../../electron/inspect/document.js';
import { FormatError, IoError } from '../../../../shared/format/errors.js';
import { scalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { memoryDocument } from './documents.js';

const RUNS = [{ startByte: 0, lengthBytes: 8 }];

/** Eight bytes whose first reads throw. */
function failingAccess(failures: readonly Error[]): ArrayAccess {
  const left = [...failures];
  return {
    spec: { dtype: scalarDtype('|', 'u', 1), shape: [8], order: 'C' },
    plainBytes: 8,
    chunkAt: () => ({ chunkIndex: 0, startByte: 0, endByte: 8 }),
    async readBytes(startByte: number, endByte: number) {
      const failure = left.shift();
      if (failure) throw failure;
      return new Uint8Array(endByte - startByte).fill(7);
    },
  };
}

async function read(access: ArrayAccess) {
  const pieces = [];
  for await (const piece of readRuns(access, RUNS, { damage: 'report' })) pieces.push(piece);
  return pieces;
}

test('reports a damaged chunk as unreadable', async () => {
  const damage = new FormatError('bad-chunk', 'chunk 0 is damaged');
  const [piece] = await read(failingAccess([damage, damage]));
  expect(piece?.unreadable).toEqual([{ startByte: 0, endByte: 8, problem: 'chunk 0 is damaged' }]);
});

test('reads around damaged chunks with few reads, however many chunks there are', async () => {
  const spec = { dtype: scalarDtype('|', 'u', 1), shape: [4096], order: 'C' as const };
  const bytes = Uint8Array.from({ length: 4096 }, (_, at) => at);
  const { array, readings } = memoryDocument(spec, bytes, { chunkBytes: 4, badChunks: [0, 500, 501, 900] });
  const runs = [{ startByte: 2, lengthBytes: 4000 }];
  const pieces = [];
  for await (const piece of readRuns(array, runs, { damage: 'report' })) pieces.push(piece);
  const [piece] = pieces;
  const lost = piece?.unreadable.map(({ startByte, endByte }) => [startByte, endByte]);
  expect(lost).toEqual([
    [2, 4],
    [2000, 2004],
    [2004, 2008],
    [3600, 3604],
  ]);
  expect(piece?.bytes.subarray(2, 1998)).toEqual(bytes.subarray(4, 2000));
  expect(piece?.bytes.subarray(2006, 3598)).toEqual(bytes.subarray(2008, 3600));
  expect(readings.reads).toBeLessThan(12);
});

test('fails for a read that the system refused, and succeeds when it is read again', async () => {
  const access = failingAccess([new IoError('EIO', 'cannot read')]);
  await expect(read(access)).rejects.toMatchObject({ kind: 'io', code: 'EIO' });
  const [piece] = await read(access);
  expect(piece?.unreadable).toEqual([]);
  expect([...(piece?.bytes ?? [])]).toEqual(Array(8).fill(7));
});
