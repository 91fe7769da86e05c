/** The numbers of a chart, shown as a table and saved as CSV. */
export interface ChartTable {
  readonly heads: readonly string[];
  /** Unformatted numbers; the first column names the row. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** A number with grouped digits and as many decimals as are significant. */
export function cellText(cell: string | number): string {
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return '–';
  const decimals = Number.isInteger(cell) || Math.abs(cell) >= 100 ? 0 : Math.abs(cell) >= 10 ? 1 : 3;
  return cell.toLocaleString('en', { maximumFractionDigits: decimals });
}
