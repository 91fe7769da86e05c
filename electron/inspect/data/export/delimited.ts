import type { RowTexts } from './row-texts.js';

/** Tables as text: commas as in RFC 4180, or tabs with the same quoting. Lines end with CR LF. */
export interface DelimitedLabels {
  /** The first line, if there is one. */
  readonly columns?: Iterable<string>;
  /** The first cell of each row, if there is one. */
  rowLabel?(row: number): string;
}

/** Labels are sent in pieces of so many. */
const LABELS_AT_ONCE = 4096;

export async function* delimited(
  rows: AsyncIterable<RowTexts>,
  separator: ',' | '\t',
  { columns, rowLabel }: DelimitedLabels,
): AsyncGenerator<string, void, undefined> {
  const field = (text: string): string => quoted(text, separator);
  if (columns) yield* headLine(columns, { field, separator, hasCorner: rowLabel !== undefined });
  for await (const { row, columnStart, texts, isRowEnd } of rows) {
    const begin =
      columnStart > 0 ? separator : rowLabel ? field(rowLabel(row)) + (texts.length > 0 ? separator : '') : '';
    yield `${begin}${texts.map(field).join(separator)}${isRowEnd ? '\r\n' : ''}`;
  }
}

function* headLine(
  columns: Iterable<string>,
  { field, separator, hasCorner }: { field: (text: string) => string; separator: string; hasCorner: boolean },
): Generator<string> {
  let line = '';
  let count = hasCorner ? 1 : 0;
  for (const column of columns) {
    line += `${count > 0 ? separator : ''}${field(column)}`;
    count++;
    if (count % LABELS_AT_ONCE !== 0) continue;
    yield line;
    line = '';
  }
  yield `${line}\r\n`;
}

function quoted(text: string, separator: string): string {
  const needsQuotes = text.includes(separator) || /["\r\n]/.test(text);
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
}
