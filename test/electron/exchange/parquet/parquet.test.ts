import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import type { Dataset } from '../../../../electron/exchange/dataset.js';
import { parquet } from '../../../../electron/exchange/parquet/parquet.js';
import { requireRuns } from '../../../../electron/exchange/parquet/runs.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, found, readArray } from '../opened.js';

interface WriteOptions {
  readonly codec?: CompressionCodec;
  readonly rowGroupSize?: number;
  readonly schema?: SchemaElement[];
}

function written(columnData: ColumnSource[], options: WriteOptions = {}): string {
  const path = join(scratchFolder(), 'x.parquet');
  const compressors = { GZIP: (bytes: Uint8Array) => gzipSync(bytes) };
  writeFileSync(path, Buffer.from(parquetWriteBuffer({ columnData, compressors, ...options })));
  return path;
}

/** A schema of columns that all rows have. */
function schema(elements: readonly Omit<SchemaElement, 'repetition_type'>[]): SchemaElement[] {
  const columns = elements.map((element): SchemaElement => ({ ...element, repetition_type: 'REQUIRED' }));
  return [{ name: 'root', num_children: columns.length }, ...columns];
}

const ROWS = 3000;
const FLOATS = Float64Array.from({ length: ROWS }, (_, at) => Math.sin(at));
const INTS = BigInt64Array.from({ length: ROWS }, (_, at) => 2n ** 62n + BigInt(at));
const FEW = Int32Array.from({ length: ROWS }, (_, at) => (at % 3) - 1);

function bytesOf(values: ArrayBufferView): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

function facts({ spec }: Dataset): readonly unknown[] {
  return [dtypeStr(spec.dtype), spec.shape, spec.order];
}

describe('a column of a Parquet file', () => {
  test.each<[CompressionCodec, number]>([
    ['UNCOMPRESSED', 10_000],
    ['SNAPPY', 1000],
    ['GZIP', 700],
  ])('is read exactly, whatever pages and dictionaries it has: %s, row groups of %i', async (codec, rowGroupSize) => {
    const columns = [
      { name: 'f', data: FLOATS },
      { name: 'i', data: INTS },
      { name: 'few', data: FEW },
      { name: 'g', data: Float32Array.from(FLOATS) },
    ];
    const path = written(columns, { codec, rowGroupSize });
    expect(await parquet.recognises(found(path))).toBe(true);
    expect((await entriesOf(parquet, path)).map(({ name }) => name)).toEqual(['f', 'i', 'few', 'g']);
    for (const { name, data } of columns) {
      const [dataset, bytes] = await readArray(parquet, path, name);
      const dtype = { f: '<f8', i: '<i8', few: '<i4', g: '<f4' }[name];
      expect([name, ...facts(dataset)]).toEqual([name, dtype, [ROWS], 'C']);
      expect(bytes.equals(bytesOf(data)), name).toBe(true);
      expect(dataset.chunks).toBe('it is stored in pages of Parquet');
    }
    await expect(parquet.open(path, undefined, {})).rejects.toThrow('holds several arrays');
  });

  test('has the dtype of its logical type', async () => {
    const few = [1, 0, 1];
    const path = written(
      [
        { name: 'u8', data: BigUint64Array.from([1n, 2n ** 64n - 1n, 2n]) },
        { name: 'u4', data: [1, 2 ** 32 - 1, 2] },
        { name: 'i1', data: Int32Array.from([1, -1, 2]) },
        { name: 'u2', data: Int32Array.from([1, 65535, 2]) },
        { name: 'bool', data: few.map((it) => it === 1) },
      ],
      {
        schema: schema([
          { name: 'u8', type: 'INT64', converted_type: 'UINT_64' },
          { name: 'u4', type: 'INT32', converted_type: 'UINT_32' },
          { name: 'i1', type: 'INT32', converted_type: 'INT_8' },
          { name: 'u2', type: 'INT32', converted_type: 'UINT_16' },
          { name: 'bool', type: 'BOOLEAN' },
        ]),
      },
    );
    const expected: readonly [string, string, ArrayBufferView][] = [
      ['u8', '<u8', BigUint64Array.from([1n, 2n ** 64n - 1n, 2n])],
      ['u4', '<u4', Uint32Array.from([1, 2 ** 32 - 1, 2])],
      ['i1', '|i1', Int8Array.from([1, -1, 2])],
      ['u2', '<u2', Uint16Array.from([1, 65535, 2])],
      ['bool', '|b1', Uint8Array.from(few)],
    ];
    for (const [name, dtype, values] of expected) {
      const [{ spec }, bytes] = await readArray(parquet, path, name);
      expect([name, dtypeStr(spec.dtype)]).toEqual([name, dtype]);
      expect(bytes.equals(bytesOf(values)), name).toBe(true);
    }
  });

  test('reads nulls of floats as NaN and of times as NaT, and is refused with those of integers', async () => {
    const when = new Date('2014-07-22T00:00:00Z');
    const path = written([
      { name: 'f', data: [1.5, null, 2.5], type: 'DOUBLE' },
      { name: 't', data: [when, null, when], type: 'TIMESTAMP' },
      { name: 'i', data: [1, null, 3], type: 'INT32' },
      { name: 's', data: ['a', 'b', 'c'], type: 'STRING' },
    ]);
    const [, floats] = await readArray(parquet, path, 'f');
    expect([...new Float64Array(new Uint8Array(floats).buffer)]).toEqual([1.5, Number.NaN, 2.5]);
    const [times, ticks] = await readArray(parquet, path, 't');
    expect(dtypeStr(times.spec.dtype)).toMatch(/^<M8\[(ms|us)\]$/);
    expect(new BigInt64Array(new Uint8Array(ticks).buffer)[1]).toBe(-(2n ** 63n));
    await expect(readArray(parquet, path, 'i')).rejects.toThrow("column 'i' has nulls");
    await expect(readArray(parquet, path, 's')).rejects.toThrow('only columns of numbers and dates are read');
  });

  test('may have no rows', async () => {
    const [{ spec }, bytes] = await readArray(parquet, written([{ name: 'f', data: new Float64Array(0) }]));
    expect([spec.shape, bytes.byteLength]).toEqual([[0], 0]);
  });
});

describe('a damaged Parquet file', () => {
  test('is refused in a sentence, cut anywhere', async () => {
    const whole = readFileSync(written([{ name: 'f', data: FLOATS.subarray(0, 60) }]));
    const path = join(scratchFolder(), 'cut.parquet');
    for (let length = 0; length < whole.byteLength; length += 23) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      await expect(readArray(parquet, path), String(length)).rejects.toMatchObject({ kind: 'format' });
    }
  });

  test('is refused in a sentence or read, with any byte changed', async () => {
    const whole = readFileSync(written([{ name: 'few', data: FEW.subarray(0, 200) }]));
    const path = join(scratchFolder(), 'damaged.parquet');
    for (let at = 0; at < whole.byteLength; at += 5) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 0x55;
      writeFileSync(path, bytes);
      const outcome = await readArray(parquet, path).then(
        ([dataset, read]) => read.byteLength === dataset.spec.dtype.itemsize * (dataset.spec.shape[0] ?? 0),
        (error: unknown) => error,
      );
      if (outcome !== true)
        expect(outcome, String(at)).toMatchObject({ context: {}, kind: expect.stringMatching(/format|argument/) });
    }
  });

  test('with runs that are longer than the page is not decoded', () => {
    expect(() => requireRuns(Uint8Array.from([0xfe, 0xff, 0xff, 0xff, 0x0f, 1]), 1, 100)).toThrow('a run of');
    expect(() => requireRuns(Uint8Array.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1]), 0, 100)).toThrow('a run of');
    expect(() => requireRuns(Uint8Array.from([200, 1, 1]), 1, 100)).not.toThrow();
    expect(() => requireRuns(Uint8Array.from([0, 1]), 1, 100)).toThrow('a run of 0 values');
    expect(() => requireRuns(Uint8Array.from([2]), 33, 100)).toThrow('values of 33 bits');
  });
});
