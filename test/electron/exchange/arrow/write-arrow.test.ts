import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '../../../../electron/engine/pack/plain/plain-bytes.js';
import { arrow, arrowStream } from '../../../../electron/exchange/arrow/formats.js';
import type { ArrayFormat, Attributes, NewDataset } from '../../../../electron/exchange/dataset.js';
import { formatAt } from '../../../../electron/exchange/find-arrays.js';
import { JsonFloat, type JsonValue } from '../../../../shared/format/json.js';
import { NAT } from '../../../../shared/format/numpy/datetime-text.js';
import { dtypeOfText } from '../../../../shared/format/numpy/dtype-parse.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, readArray } from '../opened.js';
import { runArrow, withoutArrow } from './python-arrow.js';

const ROWS = 2500;
const DTYPES = ['|b1', '|i1', '<i2', '<i4', '<i8', '|u1', '<u2', '<u4', '<u8', '<f2', '<f4', '<f8'];
const TIMES = ['s', 'ms', 'us', 'ns'].flatMap((unit) => [`<M8[${unit}]`, `<m8[${unit}]`]);

const FORMATS = [
  ['x.arrow', arrow],
  ['x.arrows', arrowStream],
] as const;

function output(name: string): string {
  return join(scratchFolder(), name);
}

function array(
  name: string | undefined,
  dtype: string,
  shape: readonly number[],
  attributes: Attributes = new Map(),
): NewDataset {
  return { name, spec: { dtype: dtypeOfText(dtype), shape, order: 'C' }, attributes };
}

/** Random bits, but 0 and 1 for booleans. */
function someBytes(dtype: string): Buffer {
  let state = 1;
  const bytes = Buffer.alloc(dtypeOfText(dtype).itemsize * ROWS);
  for (let at = 0; at < bytes.byteLength; at++) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    bytes[at] = dtype === '|b1' ? (state >> 16) & 1 : state >> 16;
  }
  return bytes;
}

/** Days of 32 bits, and NaT. */
function someDays(): Buffer {
  const days = BigInt64Array.from({ length: ROWS }, (_, row) => (row % 7 === 3 ? NAT : BigInt(row * 1000 - 40_000)));
  return Buffer.from(days.buffer);
}

type Column = readonly [dtype: string, bytes: Buffer];

async function write(format: ArrayFormat, path: string, columns: readonly Column[]): Promise<void> {
  const writer = await format.create?.(path, {});
  for (const [dtype, bytes] of columns) await writer?.write(array(dtype, dtype, [ROWS]), bytesSource(bytes), {});
  expect(existsSync(path)).toBe(false);
  expect(await writer?.finish()).toBe(readFileSync(path).byteLength);
}

const COLUMNS: readonly Column[] = [
  ...[...DTYPES, ...TIMES].map((dtype): Column => [dtype, someBytes(dtype)]),
  ['<M8[D]', someDays()],
];

describe.for(FORMATS)('columns that are written as %s', ([name, format]) => {
  test('come back bit for bit, in every dtype', async () => {
    const path = output(name);
    await write(format, path, COLUMNS);
    expect(await formatAt(path)).toBe(format);
    expect((await entriesOf(format, path)).map(({ spec }) => spec && dtypeStr(spec.dtype))).toEqual(
      COLUMNS.map(([dtype]) => dtype),
    );
    for (const [dtype, bytes] of COLUMNS)
      expect((await readArray(format, path, dtype))[1].equals(bytes), dtype).toBe(true);
  });

  test('are what the library of Arrow reads', async () => {
    const path = output(name);
    await write(format, path, COLUMNS);
    const table = tableFromIPC(readFileSync(path));
    for (const [dtype, bytes] of COLUMNS) {
      const column = table.getChild(dtype);
      if (dtype === '<M8[D]') expect(column?.nullCount).toBe(357);
      if (dtype === '|b1') expect(Array.from(column ?? [], Number)).toEqual([...bytes]);
      // Times become Dates, which lose digits; pyarrow compares them below.
      if (/[Mmbf]/.test(dtype)) continue;
      const values: Uint8Array = column?.toArray() ?? new Uint8Array(0);
      expect(Buffer.from(values.buffer, values.byteOffset, values.byteLength).equals(bytes), dtype).toBe(true);
    }
  });

  test('are what pyarrow reads', async (context) => {
    if (withoutArrow) context.skip(withoutArrow);
    const path = output(name);
    await write(format, path, COLUMNS);
    for (const [dtype, bytes] of COLUMNS) writeFileSync(`${path}.${dtype}`, bytes);
    const script = `
import sys, numpy as np, pyarrow as pa
path = sys.argv[1]
source = pa.memory_map(path)
table = (pa.ipc.open_file if path.endswith('.arrow') else pa.ipc.open_stream)(source).read_all()
table.validate(full=True)
for name in table.column_names:
    expected = np.fromfile(f'{path}.{name}', name)
    found = table[name].to_numpy().astype(expected.dtype)
    assert found.tobytes() == expected.tobytes(), name
print(table.num_columns)`;
    expect(await runArrow(script, [path])).toBe(`${COLUMNS.length}\n`);
  });

  test('keep their attributes', async () => {
    const path = output(name);
    const attributes: Attributes = new Map<string, JsonValue>([
      ['units', 'mm'],
      ['text', 'JSON:[1]'],
      ['empty', ''],
      ['scale', new JsonFloat(2)],
      ['list', [1, 'two', null]],
      ['large', 2n ** 63n],
    ]);
    const writer = await format.create?.(path, {});
    await writer?.write(array(undefined, '|u1', [3], attributes), bytesSource(new Uint8Array(3)), {});
    await writer?.finish();
    const [dataset] = await readArray(format, path);
    expect(dataset.name).toBe(`${path}::values`);
    expect([...dataset.attributes]).toEqual([...attributes]);
  });

  test('are several record batches where one would be large, and may have no rows', async () => {
    const path = output(name);
    const rows = 2 ** 20 + 10;
    const bytes = Buffer.from(Int32Array.from({ length: rows }, (_, at) => at).buffer);
    const writer = await format.create?.(path, {});
    await writer?.write(array('x', '<i4', [rows]), bytesSource(bytes), {});
    await writer?.finish();
    expect(tableFromIPC(readFileSync(path)).batches.length).toBe(2);
    expect((await readArray(format, path))[1].equals(bytes)).toBe(true);
    const empty = output(name);
    const none = await format.create?.(empty, {});
    await none?.write(array('x', '<f8', [0]), bytesSource(new Uint8Array(0)), {});
    await none?.finish();
    expect((await readArray(format, empty))[0].spec.shape).toEqual([0]);
  });
});

test('columns are refused before anything is read, where Arrow has no such columns', async () => {
  const path = output('x.arrow');
  const writer = await arrow.create?.(path, {});
  const add = (it: NewDataset, bytes = 8) => writer?.write(it, bytesSource(new Uint8Array(bytes)), {});
  await add(array('a', '|u1', [8]));
  await expect(add(array('b', '<c8', [1]))).rejects.toThrow("cannot be written as Arrow: 'b' has the dtype <c8");
  await expect(add(array('b', '<M8[25s]', [1]))).rejects.toThrow('has the dtype <M8[25s]');
  await expect(add(array('b', '|u1', [2, 4]))).rejects.toThrow('has 2 dimensions, and a column has one');
  await expect(add(array('a', '|u1', [8]))).rejects.toThrow("two arrays have the name 'a'");
  await writer?.abort();
  expect(readdirSync(dirname(path))).toEqual([]);
});

test('a day that Arrow does not have leaves no output', async () => {
  const path = output('x.arrow');
  const writer = await arrow.create?.(path, {});
  const far = new Uint8Array(BigInt64Array.of(2n ** 31n).buffer);
  await writer?.write(array('far', '<M8[D]', [1]), bytesSource(far), {});
  await expect(writer?.finish()).rejects.toThrow('the date 2147483648 days from 1970 cannot be written as Arrow');
  await writer?.abort();
  expect(readdirSync(dirname(path))).toEqual([]);
});
