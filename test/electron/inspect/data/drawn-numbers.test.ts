import { describe, expect, it } from 'vitest';
import { heatmap } from '../../../../electron/inspect/data/heatmap-stream.js';
import { line } from '../../../../electron/inspect/data/line-stream.js';
import { runStatistics } from '../../../../electron/inspect/data/statistics/statistics.js';
import type { OpenDocument } from '../../../../electron/inspect/document.js';
import type { DrawnNumbers } from '../../../../shared/contract/inspect/data.js';
import type { CheckedStream } from '../../../../shared/contract/streams.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { collect, memoryDocument, never, quiet } from './documents.js';

function arrayOf(dtype: string, values: ArrayBufferView, shape: readonly number[]) {
  const bytes = new Uint8Array(values.buffer as ArrayBuffer); // made by the tests
  return memoryDocument({ dtype: parseTypeString(dtype), shape, order: 'C' }, bytes);
}

async function drawn(document: OpenDocument, numbers: DrawnNumbers): Promise<number[]> {
  const request = { document: 'document', axis: 0, held: [0], start: 0, end: 100, points: 100, numbers };
  return [...new Float64Array(new Uint8Array(await collect(await line(document, request, never))).buffer)];
}

function counted(document: OpenDocument, numbers: DrawnNumbers) {
  const plane = { held: [0], rowAxis: 0 };
  return runStatistics(document, { document: 'document', plane, basis: 'whole', bins: 4, numbers }, quiet);
}

describe('complex values', () => {
  const values = arrayOf('<c8', Float32Array.of(3, 4, -1, 0, 0, -2, Number.NaN, 1), [4]);

  it.each([
    ['magnitude', [5, 1, 2, Number.NaN]],
    ['phase', [Math.fround(Math.atan2(4, 3)), Math.fround(Math.PI), Math.fround(-Math.PI / 2), Number.NaN]],
    ['real', [3, -1, 0, Number.NaN]],
    ['imaginary', [4, 0, -2, 1]],
  ] as const)('are drawn by their %s, as numpy computes it', async (complexPart, expected) => {
    expect(await drawn(values, { complexPart })).toEqual(expected);
  });

  it('are drawn and summed up by their magnitude where no part is named', async () => {
    expect(await drawn(values, {})).toEqual([5, 1, 2, Number.NaN]);
    const found = await counted(values, {});
    expect(found).toMatchObject({ values: 4, nan: 1, min: '1.0', max: '5.0', median: '2.0' });
    expect(found.histogram?.counts).toEqual([1, 1, 0, 1]);
  });
});

describe('a fill value', () => {
  it('is left out of statistics, rounded to the dtype, and counted', async () => {
    const document = arrayOf('<f4', Float32Array.of(1, 1e20, 3, Number.NaN, 1e20), [5]);
    const found = await counted(document, { fillValue: '1e20' });
    expect(found).toMatchObject({ values: 5, missing: 2, nan: 1, min: '1.0', max: '3.0', mean: '2.0' });
    expect(await drawn(document, { fillValue: '1e20' })).toEqual([1, Number.NaN, 3, Number.NaN, Number.NaN]);
  });

  it('is exact for integers beyond 2^53', async () => {
    const fill = -(2n ** 63n);
    const document = arrayOf('<i8', BigInt64Array.of(5n, fill, fill + 1n), [3]);
    expect(await counted(document, { fillValue: String(fill) })).toMatchObject({ missing: 1, min: String(fill + 1n) });
  });

  it('is no value of a heatmap, and does not hide those of its pixel', async () => {
    const document = arrayOf('<i2', Int16Array.of(1, -9999, 2, -9999, -9999, -9999), [2, 3]);
    const request: CheckedStream<'inspect.heatmap'> = {
      document: 'document',
      plane: { held: [0, 0], rowAxis: 0, columnAxis: 1 },
      part: { rowStart: 0, rowEnd: 2, columnStart: 0, columnEnd: 3 },
      height: 2,
      width: 2,
      reduction: 'min',
      numbers: { fillValue: '-9999' },
    };
    const bytes = await collect(await heatmap(document, request, never));
    expect([...new Float64Array(new Uint8Array(bytes).buffer)]).toEqual([1, 2, Number.NaN, Number.NaN]);
  });

  it('that the dtype cannot have is refused', async () => {
    const document = arrayOf('<i8', BigInt64Array.of(5n), [1]);
    await expect(counted(document, { fillValue: '0.5' })).rejects.toThrow(/whole numbers/);
  });
});

describe('times', () => {
  it('are drawn as differences from one of them, and NaT is no number', async () => {
    const first = 1_600_000_000_000_000_000n;
    const document = arrayOf('<M8[ns]', BigInt64Array.of(first, first + 1n, -(2n ** 63n), first + 3n), [4]);
    const request = { document: 'document', axis: 0, held: [0], start: 0, end: 4, points: 4 };
    const answer = await line(document, request, never);
    const base = BigInt(answer.headers['x-base'] ?? 0);
    const numbers = new Float64Array(new Uint8Array(await collect(answer)).buffer);
    expect([...numbers].map((number) => (Number.isNaN(number) ? 'NaT' : base + BigInt(number) - first))).toEqual([
      0n,
      1n,
      'NaT',
      3n,
    ]);
  });

  it('have a histogram', async () => {
    const document = arrayOf('<M8[D]', BigInt64Array.of(0n, 1n, 1n, 7n), [4]);
    const found = await counted(document, {});
    expect(found).toMatchObject({ min: '1970-01-01', max: '1970-01-08', median: '1970-01-02' });
    expect(found.histogram).toEqual({ edges: [-0.5, 1.5, 3.5, 5.5, 7.5], counts: [3, 0, 0, 1] });
  });
});
