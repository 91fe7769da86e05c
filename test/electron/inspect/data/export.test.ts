import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exportArray } from '../../../../electron/inspect/data/export/export-array.js';
import { exportSlice } from '../../../../electron/inspect/data/export/export-slice.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { fixturePath } from '../../../fixtures.js';
import { python, runPython, withNumpy } from '../../engine/arrays/python.js';
import { collect, memoryDocument, never, npyDocument } from './documents.js';

const f8 = parseTypeString('<f8');
const doubles = (values: readonly number[], shape: readonly number[], badChunks: readonly number[] = []) =>
  memoryDocument({ dtype: f8, shape, order: 'C' }, new Uint8Array(Float64Array.from(values).buffer), {
    chunkBytes: 16,
    badChunks,
  });

type Format = 'csv' | 'tsv' | 'json' | 'npy';

async function arrayText(opened: ReturnType<typeof memoryDocument>, as: Format, slice = ''): Promise<string> {
  return (await collect(await exportArray(opened, { what: 'array', slice, as }, never))).toString();
}

describe('an exported array', () => {
  const table = doubles([1, Number.NaN, 3, 0.1, 1e300, -0], [2, 3]);

  it('is a line for each row of the last axis', async () => {
    expect(await arrayText(table, 'csv')).toBe('1.0,nan,3.0\r\n0.1,1e+300,-0.0\r\n');
    expect(await arrayText(table, 'tsv', '1')).toBe('0.1\r\n1e+300\r\n-0.0\r\n');
  });

  it('is strict JSON, nested as the array is, with null for NaN', async () => {
    expect(JSON.parse(await arrayText(table, 'json'))).toEqual([
      [1, null, 3],
      [0.1, 1e300, -0],
    ]);
    expect(JSON.parse(await arrayText(table, 'json', ':, ::-2'))).toEqual([
      [3, 1],
      [-0, 0.1],
    ]);
    expect(JSON.parse(await arrayText(doubles([5], []), 'json'))).toBe(5);
    expect(JSON.parse(await arrayText(doubles([], [2, 0]), 'json'))).toEqual([[], []]);
    expect(JSON.parse(await arrayText(doubles([], [0, 2]), 'json'))).toEqual([]);
  });

  it('keeps every digit of 64-bit integers', async () => {
    const big = BigInt64Array.of(2n ** 53n + 1n);
    const opened = memoryDocument(
      { dtype: parseTypeString('<i8'), shape: [1], order: 'C' },
      new Uint8Array(big.buffer),
    );
    expect(await arrayText(opened, 'json')).toBe('[9007199254740993]\n');
  });

  it('quotes what would break a line or a field', async () => {
    const text = Buffer.from('a,b\0"\n"\0ok\0\0', 'latin1');
    const wide = new Uint8Array(text.length * 4);
    for (const [at, byte] of text.entries()) wide[at * 4] = byte;
    const opened = memoryDocument({ dtype: parseTypeString('<U4'), shape: [3], order: 'C' }, wide);
    expect(await arrayText(opened, 'csv')).toBe('"a,b"\r\n"""\n"""\r\nok\r\n');
  });

  it('ends with an error at a chunk that cannot be read', async () => {
    const damaged = doubles([1, 2, 3, 4], [4], [1]);
    for (const as of ['csv', 'json', 'npy'] as const)
      await expect(arrayText(damaged, as)).rejects.toThrow('chunk 1 is damaged');
  });

  it('stops when it is cancelled', async () => {
    const stopped = exportArray(doubles([1, 2], [2]), { what: 'array', slice: '', as: 'csv' }, AbortSignal.abort());
    await expect(stopped.then(collect)).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('an exported slice of a plane', () => {
  const table = doubles([0, 1, 2, 3, 4, 5], [2, 3]);
  const request = {
    what: 'slice' as const,
    plane: { held: [0, 0], rowAxis: 1, columnAxis: 0 },
    part: { rowStart: 1, rowEnd: 9, columnStart: 0, columnEnd: 9 },
    format: { kind: 'fixed' as const, digits: 1 },
  };

  it('has the headers of rows and columns on request', async () => {
    const text = async (as: Format, headers: boolean): Promise<string> =>
      (await collect(await exportSlice(table, { ...request, as, headers }, never))).toString();
    expect(await text('csv', true)).toBe(',0,1\r\n1,1.0,4.0\r\n2,2.0,5.0\r\n');
    expect(await text('tsv', false)).toBe('1.0\t4.0\r\n2.0\t5.0\r\n');
    expect(JSON.parse(await text('json', true))).toEqual({
      columns: [0, 1],
      rows: [1, 2],
      data: [
        [1, 4],
        [2, 5],
      ],
    });
  });

  it('has its name, type and size in the headers', async () => {
    const answer = await exportSlice(table, { ...request, as: 'npy', headers: false }, never);
    expect(answer).toMatchObject({
      contentType: 'application/octet-stream',
      fileName: 'memory-slice.npy',
      sizeBytes: 128 + 32,
    });
    expect((await collect(answer)).byteLength).toBe(answer.sizeBytes);
  });
});

describe.skipIf(python === undefined)(withNumpy('exported .npy files'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'blpk-export-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const SAME = `
import sys
import numpy as np
array, saved = np.load(sys.argv[1]), np.load(sys.argv[2])
wanted = eval('array' + sys.argv[3])
assert saved.dtype == wanted.dtype and saved.shape == wanted.shape, (saved.dtype, wanted.dtype, saved.shape, wanted.shape)
assert saved.tobytes() == wanted.tobytes()
if sys.argv[3] == '[...]': assert open(sys.argv[1], 'rb').read() == open(sys.argv[2], 'rb').read()
`;

  it.each([
    ['ndarray_3d_F', '[...]'],
    ['ndarray_nested', '[...]'],
    ['ndarray_0d', '[...]'],
    ['ndarray_empty_2d', '[...]'],
    ['ndarray_3d_F', '[::-1, 1, ::2]'],
    ['ndarray_4d', '[0, ..., -1]'],
    ['ndarray_record', '[3::5]'],
  ])('%s%s is what numpy takes', async (name, slice) => {
    const source = fixturePath('golden', `${name}.npy`);
    const saved = join(folder, 'array.npy');
    const asked = slice === '[...]' ? '' : slice;
    writeFileSync(
      saved,
      await collect(await exportArray(npyDocument(source), { what: 'array', slice: asked, as: 'npy' }, never)),
    );
    runPython(SAME, source, saved, slice);
  });

  it.each([
    ['ndarray_2d_F', { held: [0, 0], rowAxis: 0, columnAxis: 1 }, '[2:5, 1:3]'],
    ['ndarray_2d_C', { held: [0, 0], rowAxis: 1, columnAxis: 0 }, '.T[2:5, 1:3]'],
  ])('a part of a plane of %s is what numpy takes', async (name, plane, slice) => {
    const source = fixturePath('golden', `${name}.npy`);
    const saved = join(folder, 'slice.npy');
    const part = { rowStart: 2, rowEnd: 5, columnStart: 1, columnEnd: 3 };
    const request = { what: 'slice', plane, part, as: 'npy', format: { kind: 'exact' }, headers: false } as const;
    writeFileSync(saved, await collect(await exportSlice(npyDocument(source), request, never)));
    runPython(SAME, source, saved, slice);
  });

  it('records keep their fields', async () => {
    const source = fixturePath('golden', 'ndarray_record.npy');
    const saved = join(folder, 'records.npy');
    const part = { rowStart: 2, rowEnd: 5, columnStart: 0, columnEnd: 99 };
    const plane = { held: [0], rowAxis: 0 };
    const request = { what: 'slice', plane, part, as: 'npy', format: { kind: 'exact' }, headers: false } as const;
    writeFileSync(saved, await collect(await exportSlice(npyDocument(source), request, never)));
    runPython(SAME, source, saved, '[2:5]');
  });
});
