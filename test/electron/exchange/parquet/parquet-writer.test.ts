import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import type { NewDataset } from '../../../../electron/exchange/dataset.js';
import { parquet } from '../../../../electron/exchange/parquet/parquet.js';
import { createParquet } from '../../../../electron/exchange/parquet/parquet-writer.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, readArray } from '../opened.js';

function output(): string {
  return join(scratchFolder(), 'x.parquet');
}

function array(name: string | undefined, dtype: string, shape: readonly number[]): NewDataset {
  return { name, spec: { dtype: dtypeOfText(dtype), shape, order: 'C' }, attributes: new Map() };
}

/** Random bits, but 0 and 1 for booleans; with repeated items, for which a dictionary pays. */
function someBytes(dtype: string, itemsize: number, rows: number): Buffer {
  let state = 1;
  const bytes = Buffer.alloc(itemsize * rows);
  for (let at = 0; at < bytes.byteLength; at++) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    bytes[at] = dtype === '|b1' ? (state >> 16) & 1 : state >> 16;
  }
  for (let row = 0; row + 2 < rows; row += 3) bytes.copy(bytes, row * itemsize, 0, itemsize);
  return bytes;
}

describe('columns that are written as Parquet', () => {
  test('come back bit for bit, in every dtype', async () => {
    const path = output();
    const rows = 2500;
    const writer = await createParquet(path, {});
    const dtypes = ['|b1', '|i1', '<i2', '<i4', '<i8', '|u1', '<u2', '<u4', '<u8', '<f4', '<f8'];
    const written = dtypes.map((dtype) => [dtype, someBytes(dtype, dtypeOfText(dtype).itemsize, rows)] as const);
    for (const [dtype, bytes] of written) await writer.write(array(dtype, dtype, [rows]), bytesSource(bytes), {});
    expect(existsSync(path)).toBe(false);
    expect(await writer.finish()).toBeGreaterThan(0);
    expect((await entriesOf(parquet, path)).map(({ name, spec }) => [name, spec && dtypeStr(spec.dtype)])).toEqual(
      dtypes.map((dtype) => [dtype, dtype]),
    );
    for (const [dtype, bytes] of written) {
      const [, read] = await readArray(parquet, path, dtype);
      // The bits of a NaN may change on their way through a number; its being one may not.
      if (!dtype.includes('f')) expect(read.equals(bytes), dtype).toBe(true);
      else expect(floats(dtype, read), dtype).toEqual(floats(dtype, bytes));
    }
  });

  test('keep the sign of zero and the order of bytes', async () => {
    const path = output();
    const writer = await createParquet(path, {});
    const zeros = Float64Array.from({ length: 1000 }, (_, at) => (at % 2 === 0 ? 0 : -0));
    const big = Buffer.alloc(8000);
    for (let at = 0; at < 1000; at++) big.writeBigInt64BE(BigInt(at) - 500n, 8 * at);
    await writer.write(array('zeros', '<f8', [1000]), bytesSource(new Uint8Array(zeros.buffer)), {});
    await writer.write(array('big', '>i8', [1000]), bytesSource(big), {});
    await writer.finish();
    const [, read] = await readArray(parquet, path, 'zeros');
    expect(read.equals(Buffer.from(zeros.buffer))).toBe(true);
    const [{ spec }, ints] = await readArray(parquet, path, 'big');
    expect(dtypeStr(spec.dtype)).toBe('<i8');
    expect(ints.readBigInt64LE(8 * 7)).toBe(-493n);
  });

  test('are several row groups where one would be large, and may have no rows', async () => {
    const path = output();
    const rows = 2 ** 20 + 10;
    const bytes = Buffer.from(Int32Array.from({ length: rows }, (_, at) => at).buffer);
    const writer = await createParquet(path, {});
    await writer.write(array(undefined, '<i4', [rows]), bytesSource(bytes), {});
    await writer.finish();
    const [dataset, read] = await readArray(parquet, path);
    expect(dataset.name).toBe(`${path}::values`);
    expect(read.equals(bytes)).toBe(true);
    const empty = output();
    const none = await createParquet(empty, {});
    await none.write(array('x', '<f8', [0]), bytesSource(new Uint8Array(0)), {});
    await none.finish();
    expect((await readArray(parquet, empty))[0].spec.shape).toEqual([0]);
  });

  test('are refused before anything is read, where Parquet has no such columns', async () => {
    const path = output();
    const writer = await createParquet(path, {});
    const write = (it: NewDataset, bytes = 8) => writer.write(it, bytesSource(new Uint8Array(bytes)), {});
    await write(array('a', '|u1', [8]));
    await expect(write(array('b', '<c8', [1]))).rejects.toThrow('has the dtype <c8');
    await expect(write(array('b', '|u1', [2, 4]))).rejects.toThrow('has 2 dimensions, and a column has one');
    await expect(write(array('b', '|u1', []))).rejects.toThrow('has 0 dimensions');
    await expect(write(array('b', '|u1', [9]))).rejects.toThrow("'b' has 9 items, 'a' 8");
    await expect(write(array('a', '|u1', [8]))).rejects.toThrow("two arrays have the name 'a'");
    await expect(write(array('b', '|u1', [8]), 7)).rejects.toThrow('the metadata describe an array of shape');
    await expect(write(array('b', '|u1', [8]), 9)).rejects.toThrow('the metadata describe an array of shape');
    await writer.abort();
    expect(readdirSync(dirname(path))).toEqual([]);
  });
});

function floats(dtype: string, bytes: Buffer): readonly number[] {
  const { buffer } = new Uint8Array(bytes);
  return [...(dtype === '<f4' ? new Float32Array(buffer) : new Float64Array(buffer))];
}
