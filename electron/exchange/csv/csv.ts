import { closingOnError } from '../../engine/io/close-file.js';
import { openSourceReader } from '../../engine/io/file-reader.js';
import type { OperationOptions } from '../../engine/operation.js';
import { listedFile, readingBy } from '../array-file.js';
import { columnDataset } from '../column-dataset.js';
import type { ArrayFile, ArrayFormat, FoundPath } from '../dataset.js';
import { delimiterOf } from './csv-records.js';
import { CsvColumns, surveyTable } from './csv-table.js';
import { cellKind } from './number-text.js';

/** Text tables with commas, tabs or semicolons: each column of numbers is an array. Cells without a number are NaN. */
export const csv: ArrayFormat = {
  id: 'csv',
  label: 'CSV',
  endings: ['.csv', '.tsv'],
  recognises: async (found) => looksLikeTable(found),
  ...readingBy(openTable),
};

async function openTable(path: string, options: OperationOptions): Promise<ArrayFile> {
  const reader = await openSourceReader(path);
  return closingOnError(reader, async () => {
    const table = await surveyTable(reader, options);
    const columns = new CsvColumns(reader, table);
    return listedFile(path, table.columns, {
      open: (column) =>
        columnDataset(reader, column, {
          chunks: 'it is text',
          pieces: (reading) => columns.pieces(column, reading),
        }),
      close: () => reader.close(),
    });
  });
}

/** Letters that text has, and a second line with a number and as many cells as the first one. */
function looksLikeTable({ isFolder, head, sizeBytes }: FoundPath): boolean {
  if (isFolder || head.some((byte) => byte < 0x20 && !LINE_BYTES.has(byte))) return false;
  const lines = Buffer.from(head).toString('utf8').split(/\r?\n/);
  const isWhole = sizeBytes <= head.byteLength;
  const complete = (isWhole ? lines : lines.slice(0, -1)).filter((line) => line.trim() !== '');
  const [first = lines[0] ?? '', second] = complete;
  const delimiter = delimiterOf(first);
  const width = first.split(delimiter).length;
  if (second === undefined) return isWhole ? hasNumber(first, delimiter) : width > 1;
  return hasNumber(second, delimiter) && (second.split(delimiter).length === width || /"/.test(first + second));
}

/** Tab, line feed, carriage return. */
const LINE_BYTES: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d]);

function hasNumber(line: string, delimiter: string): boolean {
  return line
    .split(delimiter)
    .some((cell) => /^(integer|float)$/.test(cellKind(cell.trim().replace(/^"(.*)"$/, '$1'))));
}
