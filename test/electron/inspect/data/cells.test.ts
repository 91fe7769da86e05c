import { describe, expect, it } from 'vitest';
import { cellDetails } from '../../../../electron/inspect/data/cell-details.js';
import { cellsPage } from '../../../../electron/inspect/data/cells-page.js';
import { dataShape } from '../../../../electron/inspect/data/data-shape.js';
import type { OpenDocument } from '../../../../electron/inspect/document.js';
import type { NumberFormat, Plane } from '../../../../shared/contract/inspect/data.js';
import type { Dtype } from '../../../../shared/format/numpy/dtype.js';
import { parseDtype, parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { fixturePath } from '../../../fixtures.js';
import { containerDocument, type MemoryOptions, memoryDocument } from './documents.js';

const f8 = parseTypeString('<f8');
const document = 'document';

function array(dtype: Dtype, shape: readonly number[], bytes: ArrayBufferView, options?: MemoryOptions) {
  return memoryDocument({ dtype, shape, order: 'C' }, new Uint8Array(bytes.buffer.slice(0) as ArrayBuffer), options);
}

const ramp = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i);

async function page(opened: OpenDocument, plane: Plane, format: NumberFormat, rowStart = 0, rowCount = 1000) {
  return cellsPage(opened, { document, plane, rowStart, rowCount, columnStart: 0, columnCount: 500, format });
}

const exact: NumberFormat = { kind: 'exact' };
const column: Plane = { held: [0], rowAxis: 0 };

describe('a page of cells', () => {
  it('swaps, fixes and steps axes as the plane says', async () => {
    const cube = array(f8, [2, 3, 4], ramp(24));
    const turned = await page(cube, { held: [0, 1, 0], rowAxis: 2, columnAxis: 0, rowStep: 3 }, exact);
    expect(turned).toMatchObject({ rows: 2, columns: 2, texts: ['4.0', '16.0', '7.0', '19.0'] });
  });

  it('has one cell for a 0-d array and none for an empty one', async () => {
    expect((await page(array(f8, [], ramp(1)), { held: [] }, exact)).texts).toEqual(['0.0']);
    const empty = array(f8, [3, 0, 2], ramp(0));
    expect(await page(empty, { held: [0, 0, 0], rowAxis: 0, columnAxis: 2 }, exact)).toMatchObject({
      rows: 0,
      texts: [],
    });
    expect(await page(empty, { held: [0, 0, 0], rowAxis: 0, columnAxis: 1 }, exact)).toMatchObject({
      rows: 3,
      columns: 0,
    });
  });

  it('has long doubles that no double can hold exactly, whatever the format', async () => {
    const bytes = new Uint8Array(2 * 16);
    const view = new DataView(bytes.buffer);
    [16383 + 16000, 383].forEach((exponent, item) => {
      view.setBigUint64(16 * item, 2n ** 63n, true);
      view.setUint16(16 * item + 8, exponent, true);
    });
    const long = array(parseTypeString('<f16'), [2], bytes);
    const expected = await page(long, column, exact);
    for (const kind of ['auto', 'fixed', 'scientific'] as const) {
      const format = kind === 'auto' ? { kind } : { kind, digits: 3 };
      expect(await page(long, column, format)).toMatchObject({ texts: expected.texts, special: [] });
    }
    expect(expected.texts[0]).toMatch(/e\+4816$/);
  });

  it('ends after 20,000 cells', async () => {
    const wide = await page(array(f8, [100, 500], ramp(50_000)), { held: [0, 0], rowAxis: 0, columnAxis: 1 }, exact);
    expect(wide).toMatchObject({ rows: 40, columns: 500 });
  });

  it('marks values that are not finite', async () => {
    const { special } = await page(
      array(f8, [4], Float64Array.from([1, Number.NaN, Number.NEGATIVE_INFINITY, 2])),
      column,
      exact,
    );
    expect(special).toEqual([
      { at: 1, kind: 'nan' },
      { at: 2, kind: 'inf' },
    ]);
  });

  it('shows all cells except those of a damaged chunk, with the reason', async () => {
    const damaged = array(f8, [6], ramp(6), { chunkBytes: 20, badChunks: [1] });
    const found = await page(damaged, column, exact);
    expect(found.texts).toEqual(['0.0', '1.0', '', '', '', '5.0']);
    expect(found).toMatchObject({
      unreadable: [2, 3, 4],
      problem: 'chunk 1 is damaged',
      rowChunks: [0, 0, 0, 1, 1, 2],
    });
  });

  it('reads little more than the bytes that it shows', async () => {
    const large = array(f8, [2 ** 20], new Float64Array(2 ** 20), { chunkBytes: 2 ** 16 });
    await page(large, column, exact, 500_000, 100);
    expect(large.readings.bytes).toBe(800);
  });

  it.each([
    [{ kind: 'fixed', digits: 2 }, ['0.13', '-1234.50', 'nan']],
    [{ kind: 'scientific', digits: 1 }, ['1.3e-01', '-1.2e+03', 'nan']],
    [{ kind: 'hex' }, ['0x3fc0000000000000', '0xc0934a0000000000', '0x7ff8000000000000']],
  ] as const)('spells floats as %j', async (format, texts) => {
    const values = Float64Array.from([0.125, -1234.5, Number.NaN]);
    expect((await page(array(f8, [3], values), column, format)).texts).toEqual(texts);
  });

  it.each([
    [{ kind: 'fixed', digits: 2 }, ['9007199254740993', '-1']],
    [{ kind: 'scientific', digits: 17 }, ['9.00719925474099300e+15', '-1.00000000000000000e+00']],
    [{ kind: 'hex' }, ['0x0020000000000001', '0xffffffffffffffff']],
  ] as const)('spells 64-bit integers as %j, exactly', async (format, texts) => {
    const integers = BigInt64Array.from([2n ** 53n + 1n, -1n]);
    expect((await page(array(parseTypeString('<i8'), [2], integers), column, format)).texts).toEqual(texts);
  });

  it('shows bytes in binary', async () => {
    const { texts } = await page(array(parseTypeString('>u2'), [1], Uint8Array.from([1, 2])), column, {
      kind: 'binary',
    });
    expect(texts).toEqual(['0000000100000010']);
  });
});

describe('the format auto', () => {
  async function auto(values: readonly number[], type = '<f8'): Promise<readonly string[]> {
    const typed = type === '<f4' ? Float32Array.from(values) : Float64Array.from(values);
    return (await page(array(parseTypeString(type), [values.length], typed), column, { kind: 'auto' })).texts;
  }

  it('gives a column one number of decimals, no more than it needs', async () => {
    expect(await auto([1, 2.5, 3.25])).toEqual(['1.00', '2.50', '3.25']);
    expect(await auto([1, 2, 3])).toEqual(['1.0', '2.0', '3.0']);
    expect(await auto([0.1, 0.2], '<f4')).toEqual(['0.1', '0.2']);
  });

  it('keeps the digits that distinguish close values', async () => {
    expect(await auto([1000.00012, 1000.00034])).toEqual(['1000.00012', '1000.00034']);
  });

  it('uses exponents for very large and very small values', async () => {
    expect(await auto([1.5e20, 2.25e20])).toEqual(['1.50e+20', '2.25e+20']);
    expect(await auto([1.5e-9, 2.25e-9])).toEqual(['1.50e-09', '2.25e-09']);
  });

  it('does not change while scrolling', async () => {
    const values = Float64Array.from({ length: 10_000 }, (_, i) => i / 7);
    const opened = array(f8, [10_000], values);
    const first = await page(opened, column, { kind: 'auto' }, 0, 10);
    const later = await page(opened, column, { kind: 'auto' }, 9000, 10);
    const decimals = new Set([...first.texts, ...later.texts].map((text) => text.split('.')[1]?.length));
    expect(decimals.size).toBe(1);
  });
});

describe('the shape of the data', () => {
  it('begins with the last two axes, for records with one', async () => {
    const cube = await dataShape(array(f8, [2, 3, 4], ramp(24), { chunkBytes: 96 }), { document });
    expect(cube).toMatchObject({ defaultPlane: { held: [0, 0, 0], rowAxis: 1, columnAxis: 2 }, rowsPerChunk: 1 });
    const nested = parseDtype("[('id', '<i4'), ('pos', [('x', '<f4')], (2,)), ('tag', 'S3')]");
    const shape = await dataShape(array(nested, [2], new Uint8Array(30)), { document });
    expect(shape).toMatchObject({ defaultPlane: { held: [0], rowAxis: 0 } });
    expect(shape.fields.map(({ name, drawable }) => [name, drawable])).toEqual([
      ['id', true],
      ['pos[0].x', true],
      ['pos[1].x', true],
      ['tag', false],
    ]);
  });

  it('lists 64 items of a sub-array and keeps the rest together', async () => {
    const long = array(
      parseDtype("[('v', '|u1', (100,))]"),
      [1],
      Uint8Array.from({ length: 100 }, (_, i) => i),
    );
    const { fields } = await dataShape(long, { document });
    expect(fields).toHaveLength(65);
    expect(fields.at(-1)).toEqual({ name: 'v[64:100]', dtype: 'uint8[36]', drawable: false });
    expect((await page(long, column, exact)).texts.slice(63, 65)).toEqual([
      '63',
      expect.stringMatching(/^\[64, 65, .* 99\]$/),
    ]);
  });
});

describe('the details of a cell', () => {
  it('are its bits and its place in a container', async () => {
    const opened = await containerDocument(fixturePath('golden', 'ndarray_f8.blp'));
    const [length = 0] = opened.array?.spec.shape ?? [];
    const details = await cellDetails(opened, { document, index: [length - 1] });
    const { chunkBytes = 1 } = opened.array ?? {};
    expect(details).toMatchObject({
      elementIndex: length - 1,
      byteInData: 8 * (length - 1),
      chunkIndex: Math.floor((8 * (length - 1)) / chunkBytes),
      byteInChunk: (8 * (length - 1)) % chunkBytes,
      blockIndex: expect.any(Number),
      chunkRatio: expect.any(Number),
    });
    await opened.close();
  });

  it('split a float into sign, exponent and fraction', async () => {
    const { bits, hex } = await cellDetails(array(f8, [1], Float64Array.of(-1.5)), { document, index: [0] });
    expect(hex).toBe('000000000000f8bf');
    expect(bits).toMatchObject({ sign: '1', exponent: '01111111111', exponentValue: 0, fractionBitsUsed: 1 });
  });

  it('are refused for an index outside', async () => {
    await expect(cellDetails(array(f8, [1], ramp(1)), { document, index: [1] })).rejects.toThrow(
      'out of bounds for axis 0',
    );
  });
});

it('a cell has every digit of its number where the shortest text stands for another', async () => {
  const half = array(parseTypeString('<f2'), [2], Uint16Array.of(0x7bff, 0x3c00));
  expect(await cellDetails(half, { document, index: [0] })).toMatchObject({ exact: '65500.0', decimal: '65504' });
  expect(await cellDetails(half, { document, index: [1] })).not.toHaveProperty('decimal');
  const tenth = await cellDetails(array(f8, [1], Float64Array.of(0.1)), { document, index: [0] });
  expect(tenth.decimal).toBe('0.1000000000000000055511151231257827021181583404541015625');
});
