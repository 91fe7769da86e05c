import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cellsPage } from '../../../../electron/inspect/data/cells-page.js';
import type { Plane } from '../../../../shared/contract/inspect/data.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { caseCount } from '../../../cases.js';
import { memoryDocument } from './documents.js';

const dtype = parseTypeString('<u2');

interface Case {
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  readonly chunkBytes: number;
  readonly badChunks: readonly number[];
  readonly plane: Plane;
}

const cases: fc.Arbitrary<Case> = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 4 })
  .chain((shape) =>
    fc.record({
      shape: fc.constant(shape),
      order: fc.constantFrom('C' as const, 'F' as const),
      chunkBytes: fc.integer({ min: 3, max: 40 }),
      badChunks: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 4 }),
      plane: fc
        .shuffledSubarray([...shape.keys()], { minLength: 2, maxLength: 2 })
        .chain(([rowAxis = 0, columnAxis = 1]) =>
          fc.record({
            rowAxis: fc.constant(rowAxis),
            columnAxis: fc.constant(columnAxis),
            rowStep: fc.integer({ min: 1, max: 3 }),
            columnStep: fc.integer({ min: 1, max: 3 }),
            held: fc.tuple(...shape.map((length) => fc.integer({ min: 0, max: length - 1 }))),
          }),
        ),
    }),
  );

/** The position of an item in memory order. */
function elementOf({ shape, order }: Pick<Case, 'shape' | 'order'>, index: readonly number[]): number {
  const axes = order === 'C' ? [...shape.keys()] : [...shape.keys()].reverse();
  return axes.reduce((element, axis) => element * (shape[axis] ?? 1) + (index[axis] ?? 0), 0);
}

it('every plane through every array shows the right items, and marks those of each damaged chunk', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ shape, order, chunkBytes, badChunks, plane }) => {
      const count = shape.reduce((product, length) => product * length, 1);
      const bytes = new Uint8Array(Uint16Array.from({ length: count }, (_, i) => i).buffer);
      const document = memoryDocument({ dtype, shape, order }, bytes, { chunkBytes, badChunks });
      const range = { rowStart: 0, rowCount: 1000, columnStart: 0, columnCount: 20 };
      const page = await cellsPage(document, { document: 'd', plane, ...range, format: { kind: 'exact' } });
      const { rowAxis = 0, columnAxis = 0, rowStep = 1, columnStep = 1 } = plane;
      for (let row = 0; row < page.rows; row++) {
        for (let column = 0; column < page.columns; column++) {
          const index = plane.held.with(rowAxis, row * rowStep).with(columnAxis, column * columnStep);
          const element = elementOf({ shape, order }, index);
          const at = row * page.columns + column;
          const touches = (byte: number): boolean => badChunks.includes(Math.floor(byte / chunkBytes));
          const isLost = touches(2 * element) || touches(2 * element + 1);
          expect(page.unreadable.includes(at)).toBe(isLost);
          expect(page.texts[at]).toBe(isLost ? '' : String(element));
        }
      }
      expect(page.rows).toBe(Math.ceil((shape[rowAxis] ?? 0) / rowStep));
      expect(page.columns).toBe(Math.ceil((shape[columnAxis] ?? 0) / columnStep));
    }),
    { numRuns: caseCount(60) },
  );
});
