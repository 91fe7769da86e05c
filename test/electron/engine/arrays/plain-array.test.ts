import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { npyArray } from '../../../../electron/engine/arrays/npy-array.js';
import { slicePlainArray } from '../../../../electron/engine/arrays/plain-array.js';
import { Container } from '../../../../electron/engine/container/container.js';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { temporaryCopy } from '../../../../electron/engine/io/temporary-copy.js';
import { parseDtype } from '../../../../shared/format/numpy/dtype-parse.js';
import { printNpyHeader } from '../../../../shared/format/numpy/npy-header.js';
import { readFixture } from '../../../fixtures.js';

/** 30 × 2,000 × 3 items of four bytes, each its own index: more than one block of reading. */
const SHAPE = [30, 2000, 3] as const;
const COUNT = SHAPE[0] * SHAPE[1] * SHAPE[2];

function npyOf(fortranOrder: boolean): Uint8Array {
  const header = printNpyHeader({ dtype: parseDtype("'<u4'"), shape: SHAPE, fortranOrder });
  const items = new Uint8Array(Uint32Array.from({ length: COUNT }, (_, index) => index).buffer);
  return Buffer.concat([header, items]);
}

async function itemsOf(npy: Uint8Array, slices: string): Promise<readonly number[]> {
  const parts: Uint8Array[] = [];
  for await (const piece of slicePlainArray(await npyArray(memoryReader(npy)), slices).pieces())
    parts.push(piece.slice());
  return [...new Uint32Array(Uint8Array.from(Buffer.concat(parts)).buffer)];
}

describe('a slice of a .npy file', () => {
  test('has the items that the indices of C order give, also backwards and far apart', async () => {
    const npy = npyOf(false);
    const axis = fc.record({ start: fc.nat(29), stop: fc.nat(30), step: fc.constantFrom(-7, -1, 1, 3) });
    await fc.assert(
      fc.asyncProperty(axis, fc.nat(1999), async ({ start, stop, step }, column) => {
        const rows: number[] = [];
        for (let row = start; step > 0 ? row < stop : row > stop; row += step) if (row < 30) rows.push(row);
        const wanted = rows.map((row) => (row * 2000 + column) * 3 + 1);
        expect(await itemsOf(npy, `${start}:${stop}:${step},${column},1`)).toEqual(wanted);
      }),
      { numRuns: 50 },
    );
  });

  test('keeps the order of an array in F order', async () => {
    expect(await itemsOf(npyOf(true), '1:4,5,2')).toEqual([1, 2, 3].map((row) => row + 30 * (5 + 2000 * 2)));
  });
});

describe('a temporary copy', () => {
  test('is read by position under the name of its stream', async () => {
    const bytes = readFixture('golden/ndarray_3d_F.blp');
    const reader = await temporaryCopy([bytes.subarray(0, 100), bytes.subarray(100)], '<stdin>');
    expect([reader.name, reader.sizeBytes]).toEqual(['<stdin>', bytes.byteLength]);
    const container = await Container.open(reader);
    const [copied, original] = await Promise.all([
      container.readSlice('...'),
      (await Container.open(bytes)).readSlice('...'),
    ]);
    expect(copied).toEqual(original);
    await container.close();
  });
});
