import { describe, expect, it } from 'vitest';
import { placeAfterKey, rowAfterKey } from '../../../../renderer/ui/big-scroll/grid-keys.js';

const size = { rowCount: 100, columnCount: 8, pageRows: 20 };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false });

describe('placeAfterKey', () => {
  it.each([
    ['ArrowDown', false, 51, 4],
    ['ArrowLeft', false, 50, 3],
    ['PageUp', false, 30, 4],
    ['Home', false, 50, 0],
    ['End', false, 50, 7],
    ['Home', true, 0, 0],
    ['End', true, 99, 7],
    ['ArrowDown', true, 99, 4],
  ])('moves with %s (Ctrl %s) to row %i, column %i', (key, ctrlKey, row, column) => {
    expect(placeAfterKey(press(key, ctrlKey), { row: 50, column: 4 }, size)).toEqual({ row, column });
  });

  it('stops at the edges', () => {
    expect(placeAfterKey(press('PageDown'), { row: 95, column: 0 }, size)).toEqual({ row: 99, column: 0 });
    expect(placeAfterKey(press('ArrowUp'), { row: 0, column: 0 }, size)).toEqual({ row: 0, column: 0 });
  });

  it('is undefined for other keys and in an empty grid', () => {
    expect(placeAfterKey(press('x'), { row: 0, column: 0 }, size)).toBeUndefined();
    expect(placeAfterKey(press('ArrowDown'), { row: 0, column: 0 }, { ...size, rowCount: 0 })).toBeUndefined();
  });
});

it('moves to the ends of a list with Home and End, and ignores Left and Right', () => {
  expect(rowAfterKey(press('End'), 3, 100, 20)).toBe(99);
  expect(rowAfterKey(press('Home'), 3, 100, 20)).toBe(0);
  expect(rowAfterKey(press('ArrowDown'), -1, 100, 20)).toBe(0);
  expect(rowAfterKey(press('ArrowLeft'), 3, 100, 20)).toBeUndefined();
});
