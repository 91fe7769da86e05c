import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { memoryReader } from '../../../../electron/engine/io/memory-reader.js';
import { csv } from '../../../../electron/exchange/csv/csv.js';
import { CsvColumns, surveyTable } from '../../../../electron/exchange/csv/csv-table.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { countingReader } from '../../engine/io/counting-reader.js';
import { entriesOf, found, readArray } from '../opened.js';

function file(text: string | Uint8Array): string {
  const path = join(scratchFolder(), 'x.csv');
  writeFileSync(path, text);
  return path;
}

/** Names, dtypes or reasons of the columns. */
async function columns(path: string): Promise<readonly unknown[]> {
  return (await entriesOf(csv, path)).map(({ name, spec, reason }) => [name, spec ? dtypeStr(spec.dtype) : reason]);
}

async function numbers(path: string, name?: string): Promise<readonly (number | bigint)[]> {
  const [{ spec }, bytes] = await readArray(csv, path, name);
  const { buffer } = new Uint8Array(bytes);
  const kinds = { '<i8': BigInt64Array, '<u8': BigUint64Array, '<f8': Float64Array } as const;
  const kind = kinds[dtypeStr(spec.dtype) as keyof typeof kinds]; // the only ones
  const values = [...new kind(buffer)];
  expect(spec.shape).toEqual([values.length]);
  return values;
}

describe('a table of text', () => {
  test('has the columns of its header, int64 where all are integers that fit, else float64', async () => {
    const path = file(
      '\ufefftime,"count, all",x,note\r\n0.5,9223372036854775807,1,a\r\n1e-3,-9223372036854775808,,b\r\n\r\n-2,0,3,c',
    );
    expect(await csv.recognises(found(path))).toBe(true);
    expect(await columns(path)).toEqual([
      ['time', '<f8'],
      ['count, all', '<i8'],
      ['x', '<f8'],
      ['note', "row 1 has 'a', which is no number"],
    ]);
    expect(await numbers(path, 'time')).toEqual([0.5, 1e-3, -2]);
    expect(await numbers(path, 'count, all')).toEqual([2n ** 63n - 1n, -(2n ** 63n), 0n]);
    expect(await numbers(path, 'x')).toEqual([1, Number.NaN, 3]);
    await expect(csv.open(path, 'note', {})).rejects.toThrow("'note' of");
    await expect(csv.open(path, 'y', {})).rejects.toThrow("no array 'y'");
  });

  test('may have no header, tabs or semicolons, and numbers in any notation', async () => {
    expect(await columns(file('1\t2\n3\t4\n'))).toEqual([
      ['0', '<i8'],
      ['1', '<i8'],
    ]);
    expect(await numbers(file('a;b\n1;+2\n3;-4\n'), 'b')).toEqual([2n, -4n]);
    expect(await numbers(file('x\n18446744073709551615\n0\n'))).toEqual([2n ** 64n - 1n, 0n]);
    expect(await numbers(file('x\n18446744073709551616\n0\n'))).toEqual([2 ** 64, 0]);
    expect(await numbers(file('x\ninf\n-Infinity\nnan\nNA\n.5\n5.\n'))).toEqual([
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.NaN,
      0.5,
      5,
    ]);
    expect(await columns(file('a,a,\n1,2,3\n'))).toEqual([
      ['a', '<i8'],
      ['1', '<i8'],
      ['2', '<i8'],
    ]);
  });

  test('is read in pieces, however long it is', async () => {
    const rows = 9000;
    const text = Array.from({ length: rows }, (_, at) => `${at},${at / 8}`).join('\n');
    const values = await numbers(file(`i,f\n${text}\n`), 'f');
    expect(values).toHaveLength(rows);
    expect(values.every((value, at) => value === at / 8)).toBe(true);
  });

  test.each([
    ['a few times, where many columns fit in what is kept', 2 ** 20, 3],
    ['once for each column, where none fits', 8, 310],
  ])('of many columns is read %s', async (_, keptBytes, readings) => {
    const names = Array.from({ length: 350 }, (_, at) => `c${at}`);
    const rows = [0, 1, 2].map((row) => names.map((_, at) => (at % 7 === 3 ? 'x' : at * 10 + row)).join(','));
    const reader = countingReader(memoryReader(Buffer.from([names.join(','), ...rows].join('\n')), 'wide.csv'));
    const table = await surveyTable(reader, {});
    const surveyBytes = reader.count.sizeBytes;
    const columns = new CsvColumns(reader, table, keptBytes);
    for (const column of table.columns) {
      if (!column.spec) continue;
      const pieces: Uint8Array[] = [];
      for await (const piece of columns.pieces(column, {})) pieces.push(piece);
      const values = new BigInt64Array(new Uint8Array(Buffer.concat(pieces)).buffer);
      expect([...values]).toEqual([0, 1, 2].map((row) => BigInt(column.index * 10 + row)));
    }
    expect(reader.count.sizeBytes).toBeLessThan(readings * surveyBytes);
    expect(reader.count.sizeBytes).toBeGreaterThan((readings * surveyBytes) / 20);
  });

  test('may be empty, or have a header alone', async () => {
    expect(await columns(file(''))).toEqual([]);
    await expect(csv.open(file(''), undefined, {})).rejects.toThrow('holds no array');
    expect(await numbers(file('x,y\n'), 'x')).toEqual([]);
  });

  test('is refused in a sentence where its rows do not fit, with the line', async () => {
    await expect(entriesOf(csv, file('a,b\n1,2\n3\n'))).rejects.toThrow(/expect 2, got 1 on line 3/);
    await expect(entriesOf(csv, file('a,b\n1,"2\n3,4\n'))).rejects.toMatchObject({ problem: 'bad-csv' });
    await expect(entriesOf(csv, file(`a,b\n1,"${'x'.repeat(5 * 2 ** 20)}"\n`))).rejects.toThrow(
      /max record size|maximum/i,
    );
    await expect(entriesOf(csv, file(`${'1,'.repeat(2 ** 17)}1\n`))).rejects.toThrow(
      '131073 columns, more than 131072',
    );
  });

  test('is told by its content', async () => {
    const is = async (text: string | Uint8Array) => csv.recognises(found(file(text)));
    expect(await is('1\n2\n')).toBe(true);
    expect(await is(`${Array.from({ length: 300 }, (_, at) => `column${at}`).join(',')}\n`)).toBe(true);
    expect(await is('{"a": 1,\n"b": 2}')).toBe(false);
    expect(await is('Some text, that is none.\nAnd more, of it.\n')).toBe(false);
    expect(await is(Buffer.from([0x93, 0x4e, 0x55, 0, 1]))).toBe(false);
    expect(await is('')).toBe(false);
  });
});
