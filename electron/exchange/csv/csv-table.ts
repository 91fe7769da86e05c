import { FormatError } from '../../../shared/format/errors.js';
import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { DatasetEntry } from '../dataset.js';
import { ColumnSurvey } from './column-survey.js';
import { csvRecords, type Delimiter, delimiterOf, firstLine } from './csv-records.js';
import { cellKind, doubleOf, integerOf } from './number-text.js';

export interface CsvColumn extends DatasetEntry {
  readonly name: string;
  readonly index: number;
  readonly dtype: ScalarDtype | undefined;
}

/** What a first reading of a file finds. */
export interface CsvTable {
  readonly delimiter: Delimiter;
  /** Whether the first row is that of the names: it has a text that is no number. */
  readonly hasHeader: boolean;
  readonly columns: readonly CsvColumn[];
}

/** Reads the whole file, and keeps what it says of each column. Throws FormatError('bad-csv'). */
export async function surveyTable(reader: RandomReader, { signal }: OperationOptions): Promise<CsvTable> {
  const delimiter = delimiterOf(await firstLine(reader));
  let names: readonly string[] | undefined;
  let surveys: readonly ColumnSurvey[] = [];
  let hasHeader = false;
  let rows = 0;
  for await (const record of csvRecords(reader, delimiter)) {
    throwIfCancelled(signal);
    if (names === undefined) {
      requireFewColumns(record.length, reader.name);
      hasHeader = record.some((text) => cellKind(text) === 'text');
      names = columnNames(record, hasHeader);
      surveys = record.map(() => new ColumnSurvey());
      if (hasHeader) continue;
    }
    rows++;
    for (const [index, survey] of surveys.entries()) survey.add(record[index] ?? '', rows);
  }
  return { delimiter, hasHeader, columns: surveys.map((survey, index) => column(names?.[index], index, survey, rows)) };
}

/** Each takes memory, and has one letter at least: a line of some megabytes could have millions. */
const MAX_COLUMNS = 2 ** 17;

function requireFewColumns(found: number, file: string): void {
  if (found <= MAX_COLUMNS) return;
  const message = `'${file}' cannot be read: it has ${found} columns, more than ${MAX_COLUMNS}`;
  throw new FormatError('bad-csv', message, { file, expected: MAX_COLUMNS, found });
}

/** The texts of the header; a column without one, or with that of another one, has its number from 0. */
function columnNames(record: readonly string[], hasHeader: boolean): readonly string[] {
  const taken = new Set<string>();
  return record.map((text, index) => {
    const name = hasHeader && text !== '' && !taken.has(text) ? text : String(index);
    taken.add(name);
    return name;
  });
}

function column(name: string | undefined, index: number, survey: ColumnSurvey, rows: number): CsvColumn {
  const dtype = survey.result();
  const named = { name: name ?? String(index), index };
  if (typeof dtype === 'string') return { ...named, dtype: undefined, spec: undefined, reason: dtype };
  return { ...named, dtype, spec: { dtype, shape: [rows], order: 'C' } };
}

const ROWS_AT_ONCE = 8192;

/** The items of a column, little-endian, from a second reading. */
export async function* columnPieces(
  reader: RandomReader,
  { delimiter, hasHeader }: CsvTable,
  { index, dtype }: CsvColumn,
  { signal }: OperationOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = Buffer.alloc(ROWS_AT_ONCE * 8);
  let filled = 0;
  let isHeader = hasHeader;
  for await (const record of csvRecords(reader, delimiter)) {
    throwIfCancelled(signal);
    if (!isHeader) {
      filled = writeItem(bytes, filled, record[index] ?? '', dtype);
      if (filled === bytes.byteLength) {
        yield bytes;
        bytes = Buffer.alloc(ROWS_AT_ONCE * 8);
        filled = 0;
      }
    }
    isHeader = false;
  }
  if (filled > 0) yield bytes.subarray(0, filled);
}

/** Behind the item. The text was seen to fit the dtype; where the file has changed since, `requireUnchanged` says so. */
function writeItem(bytes: Buffer, at: number, text: string, dtype: ScalarDtype | undefined): number {
  if (dtype?.code === 'f') return bytes.writeDoubleLE(doubleOf(text), at);
  const value = cellKind(text) === 'integer' ? (integerOf(text) ?? 0n) : 0n;
  return bytes.writeBigUInt64LE(BigInt.asUintN(64, value), at);
}
