import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ndarray, type TypedArray, typedArrayOf } from '../../../../electron/engine/arrays/ndarray.js';
import { NdArraySink, ndarraySource } from '../../../../electron/engine/arrays/ndarray-memory.js';
import {
  packBytesToBytes,
  packNdarrayToBytes,
  unpackNdarrayFromBytes,
} from '../../../../electron/engine/pack/convenience.js';
import { planPack } from '../../../../electron/engine/pack/pack.js';
import { ArgumentError, FormatError } from '../../../../shared/format/errors.js';
import { arrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { caseCount } from '../../../cases.js';

describe('ndarray', () => {
  const typed: readonly (readonly [string, TypedArray | Uint8ClampedArray])[] = [
    ['|i1', Int8Array.of(-1, 2)],
    ['|u1', Uint8Array.of(1, 2)],
    ['|u1', Uint8ClampedArray.of(1, 2)],
    ['<i2', Int16Array.of(-1, 2)],
    ['<u2', Uint16Array.of(1, 2)],
    ['<i4', Int32Array.of(-1, 2)],
    ['<u4', Uint32Array.of(1, 2)],
    ['<i8', BigInt64Array.of(-1n, 2n)],
    ['<u8', BigUint64Array.of(1n, 2n)],
    ['<f4', Float32Array.of(1.5, 2)],
    ['<f8', Float64Array.of(1.5, 2)],
  ];

  test.each(typed)('takes the dtype %s from the typed array and returns such an array', (dtype, data) => {
    const array = ndarray(data);
    expect([dtypeStr(array.dtype), array.shape, array.order]).toEqual([dtype, [2], 'C']);
    const back = typedArrayOf(array);
    expect(back?.buffer).toBe(data.buffer);
    expect(back && Array.from<number | bigint>(back)).toEqual(Array.from<number | bigint>(data));
  });

  test('takes a Buffer as bytes', () => {
    expect(dtypeStr(ndarray(Buffer.from('abc')).dtype)).toBe('|u1');
  });

  test('takes a dtype as numpy writes it: plain, quoted or structured', () => {
    const data = new Uint8Array(12);
    expect(ndarray(data, { dtype: '>f4' }).shape).toEqual([3]);
    expect(ndarray(data, { dtype: "'>f4'" }).shape).toEqual([3]);
    expect(ndarray(data, { dtype: "[('a', '<i4'), ('b', '<i2')]" }).shape).toEqual([2]);
  });

  test('refuses a shape that does not fit the data', () => {
    expect(() => ndarray(new Float64Array(6), { shape: [2, 4] })).toThrow(
      "shape (2, 4) of '<f8' needs 64 bytes, but the data have 48",
    );
    expect(() => ndarray(new Uint8Array(7), { dtype: '<i2' })).toThrow(ArgumentError);
    expect(() => ndarray(new Uint8Array(7), { shape: [-7] })).toThrow(ArgumentError);
    expect(() => ndarray(new Uint8Array(0), { shape: [2 ** 52, 2 ** 52] })).toThrow(ArgumentError);
  });

  test('refuses a DataView without a dtype, and dtypes that cannot be stored', () => {
    expect(() => ndarray(new DataView(new ArrayBuffer(8)))).toThrow('a DataView has no dtype of its own');
    expect(() => ndarray(new Uint8Array(8), { dtype: '|O' })).toThrow('Python objects');
  });

  test('gives a typed array where the memory is not aligned, as a copy', () => {
    const bytes = new Uint8Array(new Uint8Array(17).buffer, 1, 16).fill(1);
    const view = typedArrayOf(ndarray(bytes, { dtype: '<f8' }));
    expect(view).toBeInstanceOf(Float64Array);
    expect(view?.buffer).not.toBe(bytes.buffer);
  });

  test.each(['>f8', '<f2', '<c16', '|S8', '<U2', "[('a', '<f8')]"])('has no typed array for %s', (dtype) => {
    expect(typedArrayOf(ndarray(new Uint8Array(16), { dtype }))).toBeUndefined();
  });

  test('gives booleans as bytes and dates as ticks', () => {
    expect(typedArrayOf(ndarray(Uint8Array.of(0, 1), { dtype: '|b1' }))).toEqual(Uint8Array.of(0, 1));
    expect(typedArrayOf(ndarray(BigInt64Array.of(5n), { dtype: '<M8[ms]' }))).toEqual(BigInt64Array.of(5n));
  });
});

describe('arrays in containers', () => {
  test('keep bytes, dtype, shape and order', async () => {
    const dtypes = fc.constantFrom('|u1', '<f8', '>i4', '<U3', '|S0', "[('a', '<i2'), ('b', '<f4', (2,))]", '|V300');
    const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(dtypes, shapes, fc.constantFrom('C', 'F'), fc.nat(), async (dtype, shape, order, chunkSize) => {
        const itemsize = ndarray(new Uint8Array(0), { dtype, shape: [0] }).dtype.itemsize;
        const data = new Uint8Array(shape.reduce((count, dimension) => count * dimension, itemsize));
        const array = ndarray(
          data.map((_, index) => index),
          { dtype, shape, order },
        );
        const packed = await packNdarrayToBytes(array, { chunkSize: 1 + (chunkSize % 2000) });
        expect(await unpackNdarrayFromBytes(packed)).toEqual(array);
      }),
      { numRuns: caseCount(60) },
    );
  });

  test('are refused when the container has no array', async () => {
    const packed = await packBytesToBytes(Uint8Array.of(1, 2, 3), { metadata: { some: 'thing' } });
    await expect(unpackNdarrayFromBytes(packed)).rejects.toThrow('holds no numpy array');
    await expect(unpackNdarrayFromBytes(packed)).rejects.toBeInstanceOf(ArgumentError);
  });

  test('are refused when metadata and data contradict each other, before anything is allocated', async () => {
    const metadata = { dtype: "'<f8'", shape: [2 ** 40], order: 'C', container: 'numpy' };
    const packed = await packBytesToBytes(new Uint8Array(16), { metadata });
    await expect(unpackNdarrayFromBytes(packed)).rejects.toMatchObject({ kind: 'format', problem: 'bad-metadata' });
  });

  test('are checked at the end when the container does not state its size', async () => {
    const array = ndarray(new Float64Array(3));
    const sink = new NdArraySink();
    await sink.begin({ sizeBytes: undefined, metadata: { ...arrayMetadata(array) } });
    await sink.write(array.bytes.subarray(8));
    await expect(sink.finish()).rejects.toBeInstanceOf(FormatError);
  });

  test('round the chunk size down to whole items', () => {
    const source = ndarraySource(ndarray(new Float64Array(10)));
    expect(planPack(source, { chunkSize: 27 }).header).toMatchObject({
      chunkSize: 24,
      nchunks: 4n,
      lastChunk: 8,
      typesize: 8,
    });
  });
});
