import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type NdArray, ndarray } from '../../../../electron/engine/arrays/ndarray.js';
import { packNdarrayToFile } from '../../../../electron/engine/pack/convenience.js';
import { type ArrayDiff, type DiffOptions, diffArrays } from '../../../../electron/exchange/diff/diff-arrays.js';
import { openArray } from '../../../../electron/exchange/find-arrays.js';
import { scratchFolder } from '../../../scratch-folder.js';

async function containerOf(array: NdArray, chunkRows = 2): Promise<string> {
  const path = join(scratchFolder(), 'a.blp');
  await packNdarrayToFile(array, path, array.shape.length > 0 ? { chunkRows } : {});
  return path;
}

async function diff(left: NdArray, right: NdArray, options: DiffOptions = {}): Promise<ArrayDiff> {
  const [one, other] = [await openArray(await containerOf(left), {}), await openArray(await containerOf(right, 3), {})];
  try {
    return await diffArrays(one, other, options);
  } finally {
    await one.close();
    await other.close();
  }
}

const numbers = Int32Array.from({ length: 70 }, (_, at) => at);
const changed = numbers.slice();
for (const [at, more] of [
  [7, 1],
  [13, -50],
  [61, 3],
] as const) {
  changed[at] = (changed[at] ?? 0) + more;
}

test('says how many items differ, where, and how much', async () => {
  const found = await diff(ndarray(numbers, { shape: [10, 7] }), ndarray(changed, { shape: [10, 7] }));
  expect(found).toMatchObject({ same: false, attributes: [] });
  expect(found.values).toEqual({
    compared: 70,
    differing: 3,
    first: { index: [1, 0], left: '7', right: '8' },
    largest: { index: [1, 6], difference: 50 },
    largestRelative: { index: [1, 6], difference: 50 / 37 },
    rows: {
      count: 2,
      total: 10,
      ranges: [
        { start: 1, end: 2 },
        { start: 8, end: 9 },
      ],
      hasMore: false,
    },
    chunks: {
      count: 2,
      total: 5,
      ranges: [
        { start: 0, end: 1 },
        { start: 4, end: 5 },
      ],
      hasMore: false,
    },
  });
});

test('arrays of other orders and byte orders are the same when their values are', async () => {
  const c = ndarray(Int16Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3] });
  const f = ndarray(Int16Array.of(1, 4, 2, 5, 3, 6), { shape: [2, 3], order: 'F' });
  const swapped = Buffer.from(Int16Array.of(1, 2, 3, 4, 5, 6).buffer).swap16();
  const big = ndarray(Uint8Array.from(swapped), { dtype: "'>i2'", shape: [2, 3] });
  for (const other of [f, big]) expect(await diff(c, other)).toMatchObject({ same: true, values: { differing: 0 } });
  const otherF = ndarray(Int16Array.of(1, 4, 2, 5, 9, 6), { shape: [2, 3], order: 'F' });
  expect((await diff(c, otherF)).values?.first).toEqual({ index: [0, 2], left: '3', right: '9' });
  expect((await diff(f, otherF)).values?.rows?.ranges).toEqual([{ start: 2, end: 3 }]);
});

test('other shapes are not compared by value, other dtypes of numbers are, and never the same', async () => {
  const ints = ndarray(Int32Array.of(1, 2, 3, 4));
  expect(await diff(ints, ndarray(Int32Array.of(1, 2, 3, 4), { shape: [2, 2] }))).toMatchObject({
    same: false,
    values: undefined,
  });
  expect(await diff(ints, ndarray(Float64Array.of(1, 2, 3, 4)))).toMatchObject({
    same: false,
    values: { differing: 0 },
  });
  expect(await diff(ints, ndarray(Int32Array.of(1, 2, 3, 4), { dtype: "'|S4'" }))).toMatchObject({ values: undefined });
});

test('with a tolerance close numbers are the same', async () => {
  const [left, right] = [ndarray(Float64Array.of(1, 2)), ndarray(Float64Array.of(1, 2.000001))];
  expect((await diff(left, right)).same).toBe(false);
  expect((await diff(left, right, { tolerance: { rtol: 1e-6, atol: 0, equalNan: false } })).same).toBe(true);
});

test('an item without axes, and arrays without items', async () => {
  const item = ndarray(Float32Array.of(4), { shape: [] });
  expect(await diff(item, item)).toMatchObject({ same: true, values: { compared: 1, rows: undefined } });
  const none = ndarray(new Uint8Array(0), { dtype: "'<f8'", shape: [0, 3] });
  expect(await diff(none, none)).toMatchObject({ same: true, values: { compared: 0, differing: 0 } });
});
