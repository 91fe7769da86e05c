import { expect, test } from 'vitest';
import { readRuns } from '../../../../electron/inspect/data/read-runs.js';
import type { ArrayAccess } from '../../../../electron/inspect/document.js';
import { FormatError, IoError } from '../../../../shared/format/errors.js';
import { scalarDtype } from '../../../../shared/format/numpy/dtype.js';

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

test('fails for a read that the system refused, and succeeds when it is read again', async () => {
  const access = failingAccess([new IoError('EIO', 'cannot read')]);
  await expect(read(access)).rejects.toMatchObject({ kind: 'io', code: 'EIO' });
  const [piece] = await read(access);
  expect(piece?.unreadable).toEqual([]);
  expect([...(piece?.bytes ?? [])]).toEqual(Array(8).fill(7));
});
