import { describe, expect, it } from 'vitest';
import {
  byteAfterKey,
  cursorAt,
  cursorOver,
  extended,
} from '../../../../../renderer/features/inspector/bytes/hex/cursor.js';
import type { Fold } from '../../../../../renderer/features/inspector/bytes/hex/folds.js';
import { layoutRows } from '../../../../../renderer/features/inspector/bytes/hex/hex-layout.js';

const fold: Fold = { startRow: 4, endRow: 10, region: 'offsets-reserve', what: 'offset reserve' };
const view = { layout: layoutRows(20, [fold]), fileBytes: 16 * 20 - 5, pageLines: 5 };
const go = (key: string, from: number, ctrlKey = false) =>
  byteAfterKey({ key, ctrlKey, metaKey: false, altKey: false }, from, view);

describe('the keys of the hex view', () => {
  it('move by bytes and rows, and stop at both ends', () => {
    expect(go('ArrowRight', 15)).toBe(16);
    expect(go('ArrowLeft', 16)).toBe(15);
    expect(go('ArrowDown', 3)).toBe(19);
    expect(go('ArrowUp', 19)).toBe(3);
    expect(go('ArrowLeft', 0)).toBe(0);
    expect(go('ArrowRight', view.fileBytes - 1)).toBe(view.fileBytes - 1);
    expect(go('ArrowDown', view.fileBytes - 17)).toBe(view.fileBytes - 1);
  });

  it('go to the ends of the row, and with Ctrl of the file', () => {
    expect(go('Home', 21)).toBe(16);
    expect(go('End', 21)).toBe(31);
    expect(go('Home', 200, true)).toBe(0);
    expect(go('End', 0, true)).toBe(view.fileBytes - 1);
  });

  it('step onto a fold as one place, and off it on the other side', () => {
    expect(go('ArrowDown', 3 * 16 + 2)).toBe(4 * 16 + 2);
    expect(go('ArrowDown', 4 * 16 + 2)).toBe(10 * 16 + 2);
    expect(go('ArrowUp', 10 * 16 + 2)).toBe(4 * 16 + 2);
    expect(go('ArrowRight', 5 * 16)).toBe(10 * 16);
    expect(go('ArrowLeft', 9 * 16)).toBe(4 * 16 - 1);
  });

  it('move by pages of lines', () => {
    expect(go('PageDown', 0)).toBe(10 * 16);
    expect(go('PageUp', 10 * 16)).toBe(0);
  });

  it('ignore other keys', () => {
    expect(go('Enter', 3)).toBeUndefined();
    expect(byteAfterKey({ key: 'ArrowUp', ctrlKey: false, metaKey: false, altKey: true }, 3, view)).toBeUndefined();
  });
});

describe('the selected bytes', () => {
  it('reach from where they began to the new place, on either side', () => {
    expect(extended(cursorAt(20), 25).range).toEqual({ start: 20, end: 26 });
    expect(extended(extended(cursorAt(20), 25), 10).range).toEqual({ start: 10, end: 21 });
  });

  it('keep a field that they began with whole', () => {
    const field = cursorOver({ start: 16, end: 24 }, 18);
    expect(extended(field, 30)).toMatchObject({ active: 30, range: { start: 16, end: 31 } });
    expect(extended(field, 3).range).toEqual({ start: 3, end: 24 });
  });
});
