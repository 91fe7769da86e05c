import { describe, expect, it } from 'vitest';
import {
  clickRow,
  indexAfterKey,
  keepRows,
  moveToRow,
  nothingSelected,
  selectAllRows,
  toggleRow,
} from '../../../renderer/ui/list-selection.js';

const ids = ['a', 'b', 'c', 'd'];
const select = (...selected: string[]) => selected.reduce(toggleRow, nothingSelected);

describe('a selection', () => {
  it('is the clicked row alone', () => {
    expect(clickRow(select('a', 'b'), ids, 'c', {})).toEqual({ selected: new Set(['c']), active: 'c', anchor: 'c' });
  });

  it('is toggled by a click with Ctrl', () => {
    expect([...clickRow(select('a'), ids, 'c', { keep: true }).selected]).toEqual(['a', 'c']);
    expect([...clickRow(select('a', 'c'), ids, 'c', { keep: true }).selected]).toEqual(['a']);
  });

  it('extends from its anchor in both directions with Shift', () => {
    const down = moveToRow(clickRow(nothingSelected, ids, 'b', {}), ids, 'd', { extend: true });
    expect([...down.selected]).toEqual(['b', 'c', 'd']);
    expect([...moveToRow(down, ids, 'a', { extend: true }).selected]).toEqual(['a', 'b']);
  });

  it('stays while the focus moves with Ctrl', () => {
    expect(moveToRow(select('a'), ids, 'd', { keep: true })).toMatchObject({ selected: new Set(['a']), active: 'd' });
  });

  it('can be all rows', () => {
    expect(selectAllRows(nothingSelected, ids).selected.size).toBe(4);
  });

  it('loses removed rows, and is the same object when none is removed', () => {
    const before = select('a', 'b');
    expect(keepRows(before, () => true)).toBe(before);
    expect(keepRows(before, (id) => id !== 'b')).toEqual({
      selected: new Set(['a']),
      active: undefined,
      anchor: undefined,
    });
  });
});

it.each([
  ['ArrowDown', -1, 0],
  ['ArrowDown', 3, 3],
  ['ArrowUp', 0, 0],
  ['PageDown', 0, 3],
  ['Home', 3, 0],
  ['End', 0, 3],
  ['x', 0, undefined],
])('%s moves from %i to %j', (key, index, next) => {
  expect(indexAfterKey(key, index, ids.length)).toBe(next);
});
