import type { NumberFormat } from '../../../../shared/contract/inspect/data.js';

/** The cells of a selection for the clipboard. Digits are never grouped there. */
export interface CopiedCells {
  /** Heads of rows and columns: indices, or names of fields. */
  readonly rowHeads: readonly string[];
  readonly columnHeads: readonly string[];
  /** Row by row, as many as heads of either; empty for cells in damaged chunks. */
  readonly texts: readonly string[];
}

/** `shown` has the digits of the grid; all others are exact. */
export type CopyKind = 'plain' | 'headers' | 'shown' | 'python' | 'index';

/** Digits that the grid rounds off must not be lost in what is pasted; hex and binary digits are all there. */
export function copiedFormat(kind: CopyKind, shown: NumberFormat): NumberFormat {
  const isWhole = shown.kind === 'hex' || shown.kind === 'binary';
  return kind === 'shown' || (isWhole && kind !== 'python') ? shown : { kind: 'exact' };
}

/** Tab-separated, for spreadsheets; cells with tabs, line breaks or quotes are quoted. */
export function toTsv({ rowHeads, columnHeads, texts }: CopiedCells, withHeads: boolean): string {
  const width = columnHeads.length;
  const rows = rowHeads.map((head, row) => {
    const cells = texts.slice(row * width, (row + 1) * width);
    return (withHeads ? [head, ...cells] : cells).map(tsvCell).join('\t');
  });
  const lines = withHeads ? [['', ...columnHeads].map(tsvCell).join('\t'), ...rows] : rows;
  return lines.join('\n');
}

function tsvCell(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A Python list of the values, of lists when there is more than one row and column. Texts must be exact. */
export function toPythonList({ rowHeads, columnHeads, texts }: CopiedCells): string {
  const values = texts.map(pythonValue);
  const width = columnHeads.length;
  if (rowHeads.length === 1 || width === 1) return `[${values.join(', ')}]`;
  const rows = rowHeads.map((_, row) => `[${values.slice(row * width, (row + 1) * width).join(', ')}]`);
  return `[${rows.join(',\n ')}]`;
}

const pythonSpecials: Readonly<Record<string, string>> = {
  '': 'None',
  nan: "float('nan')",
  inf: "float('inf')",
  '-inf': "-float('inf')",
};

/** Numbers, also complex ones, truth values and strings that are quoted already are unchanged. */
function pythonValue(text: string): string {
  const special = pythonSpecials[text.toLowerCase()];
  if (special) return special;
  const isNumber = /^\(?[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?([-+](\d+\.?\d*|\.\d+)(e[-+]?\d+)?j|j)?\)?$/i.test(text);
  const isWord = text === 'True' || text === 'False' || /^b?(['"]).*\1$/s.test(text);
  return isNumber || isWord ? text : JSON.stringify(text);
}
