import { describe, expect, it } from 'vitest';
import { runFind } from '../../../../electron/inspect/data/find/find.js';
import type { OpenDocument } from '../../../../electron/inspect/document.js';
import type { FoundCell } from '../../../../shared/contract/inspect/data.js';
import { structDtype } from '../../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { memoryDocument, quiet } from './documents.js';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const values = [3, nan, -7, inf, 8, nan, 2, 8, -7, 0, 1, 5];
const bytes = new Uint8Array(Float64Array.from(values).buffer);
const dtype = parseTypeString('<f8');
const table = memoryDocument({ dtype, shape: [3, 4], order: 'C' }, bytes, { chunkBytes: 32 });

function find(text: string, from?: readonly number[], document: OpenDocument = table): Promise<FoundCell | undefined> {
  const plane = { held: (document.array?.spec.shape ?? []).map(() => 0), rowAxis: 0 };
  return runFind(document, { document: 'document', plane, text, ...(from && { from: [...from] }) }, quiet);
}

describe('find', () => {
  it.each([
    ['1', [0, 3], { index: [1, 3] }],
    ['-1, -2', undefined, { index: [2, 2] }],
    ['2,:', [0, 1], { index: [2, 1], freeAxes: [1] }],
    ['[:, 3]', [1, 0], { index: [1, 3], freeAxes: [0] }],
    ['..., 2', [1, 0], { index: [1, 2] }],
    ['max', undefined, { index: [0, 3] }],
    [' MIN ', undefined, { index: [0, 2] }],
    ['nan', undefined, { index: [0, 1] }],
    ['nan', [0, 1], { index: [1, 1] }],
    ['nan', [1, 1], { index: [0, 1] }],
    ['inf', [2, 0], { index: [0, 3] }],
    ['chunk 2', undefined, { index: [2, 0] }],
    ['= 8', undefined, { index: [1, 0] }],
    ['=8', [1, 0], { index: [1, 3] }],
    ['== 8.0', [1, 3], { index: [1, 0] }],
    ['< -6.5', [0, 2], { index: [2, 0] }],
    ['> 1e300', undefined, { index: [0, 3] }],
    ['>= inf', undefined, { index: [0, 3] }],
    ['!= 3', [0, 0], { index: [0, 1] }],
    ['= 4', undefined, undefined],
  ])('%s from %j is at %j', async (text, from, found) => {
    expect(await find(text, from)).toEqual(found);
  });

  it.each([
    ['foo', "'foo' is no place in the array: write an index"],
    ['1:2', "'1:2' names more than one place"],
    ['3', 'index 3 is out of bounds for axis 0 with 3 items'],
    ['1,2,3', 'the slice has 3 parts, but the array has 2 axes'],
    ['= x', "'x' is no number"],
    ['1,,2', "'1,,2' is no place in the array"],
    ['chunk 3', 'there is no chunk 3: the array has 3, counted from 0'],
  ])('%s is refused', async (text, message) => {
    await expect(find(text)).rejects.toThrow(message);
  });

  it('uses the index in Fortran order too', async () => {
    const turned = memoryDocument({ dtype, shape: [4, 3], order: 'F' }, bytes);
    expect(await find('max', undefined, turned)).toEqual({ index: [3, 0] });
  });

  it('distinguishes neighbouring 64-bit integers', async () => {
    const integers = BigInt64Array.from([2n ** 62n, 2n ** 62n + 1n, -(2n ** 62n), -(2n ** 62n) - 1n]);
    const document = memoryDocument(
      { dtype: parseTypeString('<i8'), shape: [4], order: 'C' },
      new Uint8Array(integers.buffer),
    );
    expect(await find('max', undefined, document)).toEqual({ index: [1] });
    expect(await find('min', undefined, document)).toEqual({ index: [3] });
    expect(await find('nan', undefined, document)).toBeUndefined();
  });

  it('compares 64-bit integers exactly, floats as their dtype rounds, and other values by their text', async () => {
    const find1 = (code: string, data: ArrayBufferLike, count: number, text: string) => {
      const spec = { dtype: parseTypeString(code), shape: [count], order: 'C' } as const;
      return find(text, undefined, memoryDocument(spec, new Uint8Array(data)));
    };
    const integers = BigInt64Array.from([2n ** 62n, 2n ** 62n + 1n, 5n]).buffer;
    expect(await find1('<i8', integers, 3, `= ${2n ** 62n + 1n}`)).toEqual({ index: [1] });
    expect(await find1('<i8', integers, 3, `< ${2n ** 62n}`)).toEqual({ index: [2] });
    await expect(find1('<i8', integers, 3, '= 2.5')).rejects.toThrow("'2.5' is none");
    expect(await find1('<f4', Float32Array.from([1, 0.1]).buffer, 2, '= 0.1')).toEqual({ index: [1] });
    // 0.1 in half precision, behind 1.
    expect(await find1('<f2', Uint16Array.from([0x3c00, 0x2e66]).buffer, 2, '= 0.1')).toEqual({ index: [1] });
    expect(await find1('|b1', Uint8Array.from([1, 0]).buffer, 2, '= False')).toEqual({ index: [1] });
    expect(await find1('|S2', Uint8Array.from([97, 98, 99, 100]).buffer, 2, '= cd')).toEqual({ index: [1] });
    expect(await find1('<M8[D]', BigInt64Array.from([0n, 1n]).buffer, 2, '= 1970-01-02')).toEqual({ index: [1] });
    await expect(find1('|S2', new ArrayBuffer(4), 2, '> a')).rejects.toThrow('have no order');
  });

  it('names the field of a record', async () => {
    const record = structDtype([
      { name: 'n', dtype: parseTypeString('<i4') },
      { name: 'x', dtype: parseTypeString('<f4') },
    ]);
    const view = new DataView(new ArrayBuffer(24));
    view.setFloat32(12, nan, true);
    const document = memoryDocument({ dtype: record, shape: [3], order: 'C' }, new Uint8Array(view.buffer));
    expect(await find('nan', undefined, document)).toEqual({ index: [1], field: 1 });
  });

  it('skips chunks that cannot be read', async () => {
    const damaged = memoryDocument({ dtype, shape: [3, 4], order: 'C' }, bytes, { chunkBytes: 32, badChunks: [0] });
    expect(await find('max', undefined, damaged)).toEqual({ index: [1, 0] });
  });
});
