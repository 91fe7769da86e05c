import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunkGrid, chunkIndices } from '../../../electron/exchange/chunk-grid.js';

describe('the grid of chunks', () => {
  test.each([
    ['rows', [10, 5, 3], 30, [2, 5, 3], [5, 1, 1]],
    ['rows, the last chunk shorter', [10, 5, 3], 60, [4, 5, 3], [3, 1, 1]],
    ['parts of rows that divide them', [4, 6, 5], 10, [1, 2, 5], [4, 3, 1]],
    ['the whole array', [4, 6, 5], 120, [4, 6, 5], [1, 1, 1]],
    ['one axis', [100], 7, [7], [15]],
    ['leading axes of length 1', [1, 1, 10], 4, [1, 1, 4], [1, 1, 3]],
    ['no axis', [], 1, [], []],
    ['no items', [0, 3], 1, [1, 3], [0, 1]],
  ])('describes %s', (_title, shape, chunkItems, chunkShape, counts) => {
    expect(chunkGrid({ shape, order: 'C' }, chunkItems)).toEqual({ chunkShape, counts });
    expect(chunkGrid({ shape: shape.toReversed(), order: 'F' }, chunkItems)).toEqual({
      chunkShape: chunkShape.toReversed(),
      counts: counts.toReversed(),
    });
  });

  test.each([
    ['end within a row', [10, 5], 7],
    ['hold parts of rows that do not divide them', [10, 5], 2],
    ['split an item', [10, 5], 2.5],
  ])('does not exist where chunks %s', (_title, shape, chunkItems) => {
    expect(chunkGrid({ shape, order: 'C' }, chunkItems)).toBeUndefined();
  });

  test('has every item in the chunk that the container has it in', () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shapes, fc.constantFrom('C', 'F'), fc.nat(), (shape, order, seed) => {
        const items = shape.reduce((product, length) => product * length, 1);
        const chunkItems = 1 + (seed % items);
        const grid = chunkGrid({ shape, order }, chunkItems);
        if (!grid) return;
        for (let item = 0; item < items; item++) {
          const at = chunkIndices({ chunkShape: [], counts: shape }, order, item);
          expect(chunkIndices(grid, order, Math.floor(item / chunkItems))).toEqual(
            at.map((index, axis) => Math.floor(index / (grid.chunkShape[axis] ?? 1))),
          );
        }
      }),
    );
  });
});
