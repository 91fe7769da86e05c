/** A chart's numbers as a table: its twin for those who read rather than look, and its CSV. */
export interface ChartTable {
  readonly heads: readonly string[];
  /** Bare numbers; the first column names the row. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A number for people: grouped, and decimals only where they tell something. */
export function cellText(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return '–';
  const decimals = Number.isInteger(cell) || Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 3;
  return cell.toLocaleString('en', { maximumFractionDigits: decimals });
}
