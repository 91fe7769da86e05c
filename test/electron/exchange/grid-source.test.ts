import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gridOf, slowestFirst } from '../../../electron/exchange/chunk-grid.js';
import { type ChunkedArray, gridSource } from '../../../electron/exchange/grid-source.js';
import { CancelledError } from '../../../shared/format/errors.js';
import type { ArrayOrder, ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { scalarDtype } from '../../../shared/format/numpy/dtype.js';

const FILL = 0xfffe;
const dtype = scalarDtype('<', 'u', 2);

/** An array whose item at place i of memory order is i, in chunks; some are missing. */
function chunked(
  shape: readonly number[],
  chunkShape: readonly number[],
  order: ArrayOrder = 'C',
  isMissing: (indices: readonly number[]) => boolean = () => false,
): { readonly array: ChunkedArray; readonly items: Uint16Array; readonly asked: string[] } {
  const spec: ArraySpec = { dtype, shape, order };
  const asked: string[] = [];
  const item = (index: readonly number[]): number => {
    const [axes, lengths] = [slowestFirst(index, order), slowestFirst(shape, order)];
    if (axes.some((at, axis) => at >= (lengths[axis] ?? 0))) return 0xdead;
    return axes.reduce((place, at, axis) => place * (lengths[axis] ?? 1) + at, 0);
  };
  const isIn = (index: readonly number[]): readonly number[] =>
    index.map((at, axis) => Math.floor(at / (chunkShape[axis] ?? 1)));
  const items = Uint16Array.from(allIndices(shape, order), (index) => (isMissing(isIn(index)) ? FILL : item(index)));
  const readChunk = async (indices: readonly number[]): Promise<Uint8Array | undefined> => {
    asked.push(indices.join());
    if (isMissing(indices)) return undefined;
    const inside = allIndices(chunkShape, order).map((index) =>
      item(index.map((at, axis) => (indices[axis] ?? 0) * (chunkShape[axis] ?? 1) + at)),
    );
    return new Uint8Array(Uint16Array.from(inside).buffer);
  };
  const fillItem = new Uint8Array(Uint16Array.of(FILL).buffer);
  return { array: { name: 'x', spec, grid: gridOf(shape, chunkShape), fillItem, readChunk }, items, asked };
}

/** All indices of a shape, in memory order. */
function allIndices(shape: readonly number[], order: ArrayOrder): readonly (readonly number[])[] {
  const inC = slowestFirst(shape, order).reduce<readonly (readonly number[])[]>(
    (all, length) => all.flatMap((index) => Array.from({ length }, (_, at) => [...index, at])),
    [[]],
  );
  return inC.map((index) => slowestFirst(index, order));
}

async function read(array: ChunkedArray, slabBytes?: number): Promise<Uint16Array> {
  const pieces: Uint8Array[] = [];
  const source = gridSource(array, { nthreads: 3, ...(slabBytes !== undefined && { slabBytes }) });
  for await (const piece of source.pieces()) pieces.push(piece.slice());
  return new Uint16Array(new Uint8Array(Buffer.concat(pieces)).buffer);
}

const grids = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 1, max: 9 })), { maxLength: 4 })
  .map((axes) => ({ shape: axes.map(([length]) => length), chunkShape: axes.map(([, chunk]) => chunk) }));

test('gives the items of any grid in memory order, through memory or a file, each chunk read once', async () => {
  const cases = fc.record({
    grid: grids,
    order: fc.constantFrom('C' as const, 'F' as const),
    slabBytes: fc.constantFrom(undefined, 2, 16, 60, 300),
    missing: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ grid: { shape, chunkShape }, order, slabBytes, missing }) => {
      const isMissing = (indices: readonly number[]): boolean => indices.reduce((a, b) => a + b, 1) % missing === 1;
      const { array, items, asked } = chunked(shape, chunkShape, order, isMissing);
      expect(await read(array, slabBytes)).toEqual(items);
      expect(new Set(asked).size).toBe(asked.length);
    }),
  );
});

test('needs no memory for an array whose chunks are all missing, whatever its shape is', async () => {
  const { array } = chunked([2, 2], [1, 1]);
  const shape = [2 ** 20, 2 ** 20];
  const huge = { ...array, spec: { dtype, shape, order: 'C' as const }, grid: gridOf(shape, [2 ** 19, 2 ** 19]) };
  let bytes = 0;
  for await (const piece of gridSource({ ...huge, readChunk: async () => undefined }).pieces()) {
    bytes += piece.byteLength;
    expect(piece.byteLength).toBeLessThanOrEqual(2 ** 20);
    if (bytes > 2 ** 24) break;
  }
  expect(bytes).toBeGreaterThan(2 ** 24);
});

test('ends when it is cancelled, and gives the error of a chunk', async () => {
  const { array } = chunked([40, 40], [4, 4]);
  const all = async (source: ReturnType<typeof gridSource>): Promise<void> => {
    for await (const _ of source.pieces());
  };
  await expect(all(gridSource(array, { signal: AbortSignal.abort() }))).rejects.toThrow(CancelledError);
  const bad = { ...array, readChunk: () => Promise.reject(new Error('bad chunk')) };
  await expect(all(gridSource(bad, { slabBytes: 16 }))).rejects.toThrow('bad chunk');
});
