import { describe, expect, it } from 'vitest';
import { heatmap, heatmapStream } from '../../../../electron/inspect/data/heatmap-stream.js';
import { line, lineStream } from '../../../../electron/inspect/data/line-stream.js';
import type { CheckedStream } from '../../../../shared/contract/streams.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { collect, type MemoryOptions, memoryDocument, never } from './documents.js';

function floats(values: readonly number[], shape: readonly number[], order: 'C' | 'F' = 'C', options?: MemoryOptions) {
  const spec = { dtype: parseTypeString('<f4'), shape, order };
  return memoryDocument(spec, new Uint8Array(Float32Array.from(values).buffer), options);
}

function lineAsk(change: Partial<CheckedStream<'inspect.line'>>): CheckedStream<'inspect.line'> {
  return { document: 'document', axis: 0, held: [0], start: 0, end: 1e9, points: 1000, ...change };
}

async function f64(answer: Awaited<ReturnType<typeof line>>): Promise<number[]> {
  const bytes = await collect(answer);
  expect(bytes.byteLength).toBe(answer.sizeBytes);
  return [...new Float64Array(new Uint8Array(bytes).buffer)];
}

async function pixels(answer: Awaited<ReturnType<typeof heatmap>>): Promise<number[]> {
  const bytes = await collect(answer);
  expect(bytes.byteLength).toBe(answer.sizeBytes);
  return [...new Float64Array(new Uint8Array(bytes).buffer)];
}

const ramp = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('a line', () => {
  it('has every value if there are few', async () => {
    const answer = await line(floats(ramp(12), [3, 4]), lineAsk({ axis: 0, held: [0, 2] }), never);
    expect(answer.headers).toEqual({});
    expect(await f64(answer)).toEqual([2, 6, 10]);
  });

  it('has the lowest and highest value of each range, ignoring NaN', async () => {
    const values = ramp(1000);
    values[5] = Number.NaN;
    values[7] = -50;
    const answer = await line(floats(values, [1000]), lineAsk({ points: 4 }), never);
    expect(answer.headers).toEqual({ 'x-envelope': '1' });
    expect(await f64(answer)).toEqual([-50, 249, 250, 499, 500, 749, 750, 999]);
  });

  it('is NaN where a chunk cannot be read', async () => {
    const document = floats(ramp(40), [40], 'C', { chunkBytes: 40, badChunks: [1] });
    const found = await f64(await line(document, lineAsk({ points: 4 }), never));
    expect(found).toEqual([0, 9, Number.NaN, Number.NaN, 20, 29, 30, 39]);
  });

  it('reads at most the allowed bytes, evenly spread, and says so', async () => {
    const document = floats(ramp(2 ** 23), [2 ** 23], 'C', { chunkBytes: 2 ** 18 });
    const answer = await lineStream(2 ** 22)(document, lineAsk({ points: 16 }), never);
    expect(Number(answer.headers['x-sampled'])).toBeGreaterThanOrEqual(8);
    const found = await f64(answer);
    expect(document.readings.bytes).toBeLessThanOrEqual(2 ** 22);
    found.forEach((value, at) => {
      if (at % 2 === 0) expect(value).toBe((at / 2) * 2 ** 19);
    });
  });

  it('refuses text and unknown axes', async () => {
    const text = memoryDocument({ dtype: parseTypeString('|S4'), shape: [2], order: 'C' }, new Uint8Array(8));
    await expect(line(text, lineAsk({}), never)).rejects.toThrow('only numbers can be drawn');
    await expect(line(floats([1], [1]), lineAsk({ axis: 3 }), never)).rejects.toThrow('there is no axis 3');
  });
});

describe('a heatmap', () => {
  const part = { rowStart: 0, rowEnd: 1e9, columnStart: 0, columnEnd: 1e9 };
  const plane = { held: [0, 0], rowAxis: 0, columnAxis: 1 };
  const ask = { document: 'document', plane, part, height: 100, width: 100, reduction: 'max' as const };

  it.each(['C', 'F'] as const)('is row by row in %s order', async (order) => {
    const values = order === 'C' ? [0, 1, 2, 3, 4, 5] : [0, 3, 1, 4, 2, 5];
    const answer = await heatmap(floats(values, [2, 3], order), ask, never);
    expect(answer.headers).toMatchObject({ 'x-rows': '2', 'x-columns': '3', 'x-row-step': '1' });
    expect(await pixels(answer)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it.each([
    ['nearest', [12, 16, 42, 46, 72, 76]],
    ['min', [12, 16, 42, 46, 72, 76]],
    ['max', [35, 39, 65, 69, 95, 99]],
    ['mean', [23.5, 27.5, 53.5, 57.5, 83.5, 87.5]],
  ] as const)('has the %s of the cells of each pixel', async (reduction, expected) => {
    for (const order of ['C', 'F'] as const) {
      const values = ramp(100).map((at) => (order === 'C' ? at : (at % 10) * 10 + Math.floor(at / 10)));
      const document = floats(values, [10, 10], order);
      const part = { rowStart: 1, rowEnd: 10, columnStart: 2, columnEnd: 10 };
      const answer = await heatmap(document, { ...ask, part, height: 3, width: 2, reduction }, never);
      expect(answer.headers).toMatchObject({
        'x-rows': '3',
        'x-columns': '2',
        'x-row-step': '3',
        'x-column-step': '4',
        'x-row-every': reduction === 'nearest' ? '3' : '1',
      });
      expect(await pixels(answer)).toEqual(expected);
    }
  });

  it('shows a single large value, and one row, whatever the size of the picture is', async () => {
    const values = ramp(512 * 512).map((at) =>
      at === 101 * 512 + 203 ? 1000 : Math.floor(at / 512) === 301 ? 500 : 0,
    );
    for (const [height, width] of [
      [170, 256],
      [250, 333],
      [512, 512],
    ] as const) {
      const answer = await heatmap(floats(values, [512, 512]), { ...ask, height, width }, never);
      const { 'x-row-step': rowStep, 'x-column-step': columnStep, 'x-columns': columns } = answer.headers;
      const found = await pixels(answer);
      const pixelOf = (row: number, column: number) =>
        Math.floor(row / Number(rowStep)) * Number(columns) + Math.floor(column / Number(columnStep));
      expect(found[pixelOf(101, 203)]).toBe(1000);
      expect(found[pixelOf(301, 511)]).toBe(500);
      expect(found.filter((value) => value > 0)).toHaveLength(Number(columns) + 1);
    }
  });

  it('joins rows and columns that do not fit into memory at a time', async () => {
    const document = floats(ramp(3 * 2 ** 20), [1, 3 * 2 ** 20]);
    const answer = await heatmap(document, { ...ask, width: 2 }, never);
    expect(await pixels(answer)).toEqual([1.5 * 2 ** 20 - 1, 3 * 2 ** 20 - 1]);
  });

  it('has large integers relative to one of them, exactly', async () => {
    const base = 2n ** 60n;
    const integers = BigInt64Array.from([base, base + 1n, base + 2n, base + 3n]);
    const spec = { dtype: parseTypeString('<i8'), shape: [2, 2], order: 'C' as const };
    const document = memoryDocument(spec, new Uint8Array(integers.buffer));
    const answer = await heatmap(document, ask, never);
    const added = BigInt(answer.headers['x-base'] ?? '');
    expect((await pixels(answer)).map((value) => BigInt(value) + added)).toEqual([...integers]);
    const column = await line(document, lineAsk({ axis: 1, held: [1, 0] }), never);
    expect((await f64(column)).map((value) => BigInt(value) + BigInt(column.headers['x-base'] ?? ''))).toEqual([
      base + 2n,
      base + 3n,
    ]);
  });

  it('has fewer rows if more would cost too much to read', async () => {
    const document = floats(ramp(2 ** 22), [2 ** 6, 2 ** 16]);
    const answer = await heatmapStream(2 ** 22)(document, { ...ask, height: 64, width: 1024 }, never);
    expect(answer.headers).toMatchObject({ 'x-row-step': '4', 'x-row-every': '4', 'x-column-step': '64' });
    await pixels(answer);
    expect(document.readings.bytes).toBeLessThanOrEqual(2 ** 22);
  });

  it('leaves pixels with cells of damaged chunks NaN', async () => {
    const document = floats(ramp(9), [3, 3], 'C', { chunkBytes: 12, badChunks: [0, 2] });
    const [lost, ...others] = [Number.NaN, 3, 4, 5];
    expect(await pixels(await heatmap(document, ask, never))).toEqual([lost, lost, lost, ...others, lost, lost, lost]);
    expect(await pixels(await heatmap(document, { ...ask, height: 2 }, never))).toEqual(Array(6).fill(lost));
  });
});
