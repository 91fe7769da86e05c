/** What is chosen of a list, by the ids of its rows. Immutable. */
export interface ListSelection {
  readonly selected: ReadonlySet<string>;
  /** Has the focus of the list; selected or not. */
  readonly active: string | undefined;
  /** Where a range begins. */
  readonly anchor: string | undefined;
}

export const nothingSelected: ListSelection = { selected: new Set(), active: undefined, anchor: undefined };

/** What is held while clicking or moving. */
export interface SelectionKeys {
  /** Shift: everything from the anchor on. */
  readonly extend?: boolean;
  /** Ctrl: the others stay selected; a click toggles, a move only moves. */
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

/** Selection after an arrow key took the focus to a row. */
export function moveToRow(
  before: ListSelection,
  ids: readonly string[],
  id: string,
  keys: SelectionKeys,
): ListSelection {
  if (keys.extend) return extendTo(before, ids, id);
  return keys.keep ? { ...before, active: id } : { selected: new Set([id]), active: id, anchor: id };
}

/** Selection with one row turned round. */
export function toggleRow(before: ListSelection, id: string): ListSelection {
  const selected = new Set(before.selected);
  if (!selected.delete(id)) selected.add(id);
  return { selected, active: id, anchor: id };
}

export function selectAllRows(before: ListSelection, ids: readonly string[]): ListSelection {
  return { ...before, selected: new Set(ids) };
}

/** Selection without the rows that are gone; the same object when none is. */
export function keepRows(before: ListSelection, isThere: (id: string) => boolean): ListSelection {
  const gone = [...before.selected, before.active, before.anchor].some((id) => id !== undefined && !isThere(id));
  if (!gone) return before;
  const stays = (id: string | undefined) => (id !== undefined && isThere(id) ? id : undefined);
  return {
    selected: new Set([...before.selected].filter(isThere)),
    active: stays(before.active),
    anchor: stays(before.anchor),
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

/** The row that a key leads to from one at `index` (-1 for none); undefined for keys that lead nowhere. */
export function indexAfterKey(key: string, index: number, count: number): number | undefined {
  const step = steps[key];
  if (!step || count === 0) return undefined;
  return Math.max(0, Math.min(count - 1, step(index, count)));
}
