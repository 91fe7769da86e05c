/** The selection of a list, as ids of rows. Immutable. */
export interface ListSelection {
  readonly selected: ReadonlySet<string>;
  /** The row with the focus of the list, selected or not. */
  readonly active: string | undefined;
  /** The first row of a range selection. */
  readonly anchor: string | undefined;
}

export const nothingSelected: ListSelection = { selected: new Set(), active: undefined, anchor: undefined };

/** Modifier keys of a click or an arrow key. */
export interface SelectionKeys {
  /** Shift: selects all rows from the anchor to this one. */
  readonly extend?: boolean;
  /** Ctrl: other rows stay selected. A click toggles the row; an arrow key moves only the focus. */
  readonly keep?: boolean;
}

/** Selection after a click on a row. */
export function clickRow(
  before: ListSelection,
  ids: readonly string[],
  id: string,
  keys: SelectionKeys,
): ListSelection {
  if (keys.extend) return extendTo(before, ids, id);
  return keys.keep ? toggleRow(before, id) : { selected: new Set([id]), active: id, anchor: id };
}

/** Selection after an arrow key moved the focus to a row. */
export function moveToRow(
  before: ListSelection,
  ids: readonly string[],
  id: string,
  keys: SelectionKeys,
): ListSelection {
  if (keys.extend) return extendTo(before, ids, id);
  return keys.keep ? { ...before, active: id } : { selected: new Set([id]), active: id, anchor: id };
}

/** Selection with one row toggled. */
export function toggleRow(before: ListSelection, id: string): ListSelection {
  const selected = new Set(before.selected);
  if (!selected.delete(id)) selected.add(id);
  return { selected, active: id, anchor: id };
}

export function selectAllRows(before: ListSelection, ids: readonly string[]): ListSelection {
  return { ...before, selected: new Set(ids) };
}

/** Selection without rows that were removed from the list; the same object when there are none. */
export function keepRows(before: ListSelection, isThere: (id: string) => boolean): ListSelection {
  const isReduced = [...before.selected, before.active, before.anchor].some((id) => id !== undefined && !isThere(id));
  if (!isReduced) return before;
  const keep = (id: string | undefined) => (id !== undefined && isThere(id) ? id : undefined);
  return {
    selected: new Set([...before.selected].filter(isThere)),
    active: keep(before.active),
    anchor: keep(before.anchor),
  };
}

function extendTo(before: ListSelection, ids: readonly string[], id: string): ListSelection {
  const anchor = before.anchor ?? before.active ?? id;
  const [from, to] = [ids.indexOf(anchor), ids.indexOf(id)].toSorted((one, other) => one - other);
  if (from === undefined || to === undefined || from < 0) return { ...before, active: id };
  return { selected: new Set(ids.slice(from, to + 1)), active: id, anchor };
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  PageUp: (index) => index - 10,
  PageDown: (index) => index + 10,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** Index of the row that a key moves to from `index` (-1 for none); undefined for other keys. */
export function indexAfterKey(key: string, index: number, count: number): number | undefined {
  const step = steps[key];
  if (!step || count === 0) return undefined;
  return Math.max(0, Math.min(count - 1, step(index, count)));
}
