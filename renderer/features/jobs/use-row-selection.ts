import { useEffect, useState } from 'react';
import type { QueueRow, QueueRows } from '../../data/queue/queue-rows.js';
import {
  clickRow,
  indexAfterKey,
  keepRows,
  type ListSelection,
  moveToRow,
  nothingSelected,
  type SelectionKeys,
  selectAllRows,
} from '../../ui/list-selection.js';

export type RowSelection = ReturnType<typeof useRowSelection>;

/** The selection of the list. Removed rows are deselected; when the active row is removed, the row in its place is selected. */
export function useRowSelection(rows: QueueRows) {
  const [selection, setSelection] = useState(nothingSelected);
  const [activeIndex, setActiveIndex] = useState(-1);
  useEffect(() => {
    setSelection((before) => afterRowsChanged(before, rows, activeIndex));
    // Only a change of the rows can deselect; activeIndex is the place of the active row before the change.
  }, [rows, activeIndex]);
  const ids = () => Array.from(rows, ({ id }) => id);
  const goTo = (next: ListSelection) => {
    setSelection(next);
    setActiveIndex(rows.indexOf(next.active ?? ''));
  };
  return {
    selection,
    click: (id: string, keys: SelectionKeys) => goTo(clickRow(selection, ids(), id, keys)),
    /** Moves by an arrow key and returns the index of the row; undefined for other keys. */
    moveByKey(key: string, keys: SelectionKeys): number | undefined {
      const index = indexAfterKey(key, rows.indexOf(selection.active ?? ''), rows.length);
      const row = index === undefined ? undefined : rows.at(index);
      if (row) goTo(moveToRow(selection, ids(), row.id, keys));
      return row && index;
    },
    selectAll: () =>
      setSelection(
        selectAllRows(
          selection,
          [...rows].filter(({ kind }) => kind === 'job').map(({ id }) => id),
        ),
      ),
    clear: () => setSelection({ ...selection, selected: new Set() }),
  };
}

/** The row with the focus of the list. */
export function activeRow(rows: QueueRows, active: string | undefined): QueueRow | undefined {
  return active === undefined ? undefined : rows.at(rows.indexOf(active));
}

/** Selection after rows were added, removed or moved. The same object when none of its rows was removed. */
export function afterRowsChanged(before: ListSelection, rows: QueueRows, activeIndex: number): ListSelection {
  const kept = keepRows(before, (id) => rows.indexOf(id) >= 0);
  if (kept === before || kept.active !== undefined) return kept;
  const neighbour = rows.at(Math.min(activeIndex, rows.length - 1))?.id;
  if (neighbour === undefined) return kept;
  const selected = kept.selected.size > 0 ? kept.selected : new Set([neighbour]);
  return { selected, active: neighbour, anchor: neighbour };
}
