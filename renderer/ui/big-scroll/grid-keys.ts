/** A cell of a grid. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

interface GridSize {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Rows that Page Up and Page Down move by. */
  readonly pageRows: number;
}

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** Rows and columns that a key moves by; infinite means to the first or last. */
const steps: Readonly<Record<string, (page: number) => readonly [rows: number, columns: number]>> = {
  ArrowUp: () => [-1, 0],
  ArrowDown: () => [1, 0],
  ArrowLeft: () => [0, -1],
  ArrowRight: () => [0, 1],
  PageUp: (page) => [-page, 0],
  PageDown: (page) => [page, 0],
  Home: () => [0, -Infinity],
  End: () => [0, Infinity],
};

const stepsWithCtrl: typeof steps = {
  ArrowUp: () => [-Infinity, 0],
  ArrowDown: () => [Infinity, 0],
  ArrowLeft: () => [0, -Infinity],
  ArrowRight: () => [0, Infinity],
  Home: () => [-Infinity, -Infinity],
  End: () => [Infinity, Infinity],
};

/** The cell that a key of the APG's grid pattern moves to; undefined for other keys and in an empty grid. */
export function placeAfterKey(pressed: Pressed, from: GridPlace, size: GridSize): GridPlace | undefined {
  if (pressed.altKey || size.rowCount === 0 || size.columnCount === 0) return undefined;
  const table = pressed.ctrlKey || pressed.metaKey ? stepsWithCtrl : steps;
  const step = table[pressed.key]?.(size.pageRows);
  if (!step) return undefined;
  return {
    row: clampIndex(from.row + step[0], size.rowCount),
    column: clampIndex(from.column + step[1], size.columnCount),
  };
}

/** The same for a list of rows, where Home and End move to the first and last row. */
export function rowAfterKey(pressed: Pressed, from: number, rowCount: number, pageRows: number): number | undefined {
  const ctrlKey = pressed.key === 'Home' || pressed.key === 'End';
  if (pressed.key === 'ArrowLeft' || pressed.key === 'ArrowRight') return undefined;
  const { key, altKey } = pressed;
  if (pressed.ctrlKey && !ctrlKey) return undefined;
  return placeAfterKey(
    { key, altKey, ctrlKey, metaKey: false },
    { row: from, column: 0 },
    { rowCount, columnCount: 1, pageRows },
  )?.row;
}

function clampIndex(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}
