import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { arrow, arrowStream } from '../../../../electron/exchange/arrow/formats.js';
import type { ArrayFormat } from '../../../../electron/exchange/dataset.js';
import { formatAt } from '../../../../electron/exchange/find-arrays.js';
import { NAT } from '../../../../shared/format/numpy/datetime-text.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { decodeHalf } from '../../../../shared/format/numpy/float-decode.js';
import { fixturePath } from '../../../fixtures.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { entriesOf, readArray } from '../opened.js';

/** As `make.py` beside the files has it. */
const ROWS = 40;
const BASE = Array.from({ length: ROWS }, (_, row) => (row * 7) % 100);
const floats = BASE.map((base) => base / 8 - 3);
const ticks = BASE.map((base) => BigInt(base * 1_000_003 - 50_000_000));
const days = BASE.map((base) => BigInt(base * 100 - 5000));

function withNulls<Value>(values: readonly Value[], filler: Value): readonly Value[] {
  return values.map((value, row) => (row % 5 === 0 ? filler : value));
}

type Values = readonly (number | bigint)[];

function expectedColumns(): ReadonlyMap<string, readonly [string, Values]> {
  const columns = new Map<string, readonly [string, Values]>();
  for (const bits of [8, 16, 32, 64]) {
    const value = bits === 64 ? BigInt : Number;
    const order = bits === 8 ? '|' : '<';
    columns.set(`i${bits}`, [`${order}i${bits / 8}`, BASE.map((base) => value(base - 50))]);
    columns.set(`u${bits}`, [`${order}u${bits / 8}`, BASE.map((base) => value(base))]);
  }
  for (const bits of [16, 32, 64]) {
    columns.set(`f${bits}`, [`<f${bits / 8}`, floats]);
    columns.set(`f${bits} with nulls`, [`<f${bits / 8}`, withNulls(floats, Number.NaN)]);
  }
  columns.set('bool', ['|b1', BASE.map((base) => Number(base % 3 === 0))]);
  for (const unit of ['s', 'ms', 'us', 'ns']) {
    columns.set(`at ${unit}`, [`<M8[${unit}]`, ticks]);
    columns.set(`for ${unit}`, [`<m8[${unit}]`, ticks]);
  }
  columns.set('zone', ['<M8[us]', BASE.map(BigInt)]);
  columns.set('day', ['<M8[D]', days]);
  columns.set('day in ms', ['<M8[ms]', days.map((day) => day * 86_400_000n)]);
  columns.set('at with nulls', ['<M8[ns]', withNulls(BASE.map(BigInt), NAT)]);
  columns.set('day with nulls', ['<M8[D]', withNulls(BASE.map(BigInt), NAT)]);
  columns.set('last', ['<i4', BASE]);
  return columns;
}

const VIEWS: Readonly<Record<string, (bytes: ArrayBuffer) => ArrayLike<number | bigint>>> = {
  i1: (bytes) => new Int8Array(bytes),
  i2: (bytes) => new Int16Array(bytes),
  i4: (bytes) => new Int32Array(bytes),
  i8: (bytes) => new BigInt64Array(bytes),
  u1: (bytes) => new Uint8Array(bytes),
  u2: (bytes) => new Uint16Array(bytes),
  u4: (bytes) => new Uint32Array(bytes),
  u8: (bytes) => new BigUint64Array(bytes),
  f2: (bytes) => Array.from(new Uint16Array(bytes), decodeHalf),
  f4: (bytes) => new Float32Array(bytes),
  f8: (bytes) => new Float64Array(bytes),
  b1: (bytes) => new Uint8Array(bytes),
  M8: (bytes) => new BigInt64Array(bytes),
  m8: (bytes) => new BigInt64Array(bytes),
};

async function valuesOf(format: ArrayFormat, path: string, name: string): Promise<readonly [string, Values]> {
  const [{ spec }, bytes] = await readArray(format, path, name);
  const dtype = dtypeStr(spec.dtype);
  const view = VIEWS[dtype.slice(1, 3)];
  return [dtype, Array.from(view?.(new Uint8Array(bytes).buffer) ?? [])];
}

describe('a file that pyarrow wrote', () => {
  test.for([
    ['plain.arrow', arrow],
    ['plain.arrows', arrowStream],
    ['lz4.arrow', arrow],
    ['zstd.arrow', arrow],
  ] as const)('is read exactly, column by column: %s', async ([name, format]) => {
    const path = fixturePath('arrow', name);
    expect(await formatAt(path)).toBe(format);
    const entries = await entriesOf(format, path);
    const expected = expectedColumns();
    expect(entries.flatMap(({ spec, name: column }) => (spec ? [column] : [])).sort()).toEqual(
      [...expected.keys()].sort(),
    );
    for (const [column, values] of expected) {
      expect([column, await valuesOf(format, path, column)]).toEqual([column, values]);
    }
    const reasons = new Map(entries.map((entry) => [entry.name, entry.reason]));
    expect(reasons.get('text')).toBe('it is of the type Utf8, and only columns of numbers and dates are read');
    expect(reasons.get('struct')).toContain('Struct,');
    expect(reasons.get('dictionary')).toContain('in a dictionary');
    expect(reasons.get('int with nulls')).toContain('has nulls, which integers and booleans do not have');
    expect(reasons.get('bool with nulls')).toContain('has nulls');
  });

  test('has attributes, those of this program with the values that they had', async () => {
    const [{ attributes, chunks }] = await readArray(arrow, fixturePath('arrow', 'plain.arrow'), 'last');
    expect(Object.fromEntries(attributes)).toEqual({ units: 'mm', scale: [1, 2] });
    expect(chunks).toBe('it is stored in record batches of Arrow');
  });

  test('may be a slice, whose bits do not begin at a byte', async () => {
    const path = fixturePath('arrow', 'sliced.arrow');
    const all = expectedColumns();
    for (const { name = '', spec } of await entriesOf(arrow, path)) {
      const [dtype, values] = all.get(name) ?? ['', []];
      if (spec) expect([name, await valuesOf(arrow, path, name)]).toEqual([name, [dtype, values.slice(13, 33)]]);
    }
  });

  test('may be of Feather, with many blocks of LZ4 in a buffer', async () => {
    const path = fixturePath('arrow', 'blocks.feather');
    const [, values] = await valuesOf(arrow, path, 'x');
    expect(values).toEqual(Array.from({ length: 40_000 }, (_, row) => ((row * row) % 97) / 8));
    const [, zeros] = await valuesOf(arrow, path, 'zero');
    expect(zeros.length).toBe(40_000);
    expect(zeros.every((zero) => zero === 0)).toBe(true);
  });
});

test('Feather version 1 is refused by its name', async () => {
  const path = join(scratchFolder(), 'x.feather');
  writeFileSync(path, 'FEA1\0\0\0\0FEA1');
  expect(await formatAt(path)).toBe(arrow);
  await expect(readArray(arrow, path)).rejects.toThrow('it is of Feather version 1: write it again as version 2');
});

test('integers that begin with -1 are no stream', async () => {
  const path = join(scratchFolder(), 'x.raw');
  writeFileSync(path, new Uint8Array(Int32Array.from({ length: 300 }, (_, at) => at - 1).buffer));
  expect(await formatAt(path)).toBeUndefined();
  writeFileSync(path, readFileSync(fixturePath('arrow', 'plain.arrows')).subarray(0, 8));
  expect(await formatAt(path)).toBeUndefined();
});
