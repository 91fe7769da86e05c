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

/** Values of neighbouring columns that are kept: enough that a table of very many columns is not read once for each of them. */
const KEPT_BYTES = 16 * 2 ** 20;
const ITEM_BYTES = 8;
const ROWS_AT_ONCE = 8192;

/** The values of the columns of a table, from readings of the whole file after the first one. */
export class CsvColumns {
  readonly #reader: RandomReader;
  readonly #table: CsvTable;
  readonly #keptBytes: number;
  /** The values of the columns that were read last, by the columns' index. */
  #kept: ReadonlyMap<number, Buffer> = new Map();

  constructor(reader: RandomReader, table: CsvTable, keptBytes = KEPT_BYTES) {
    this.#reader = reader;
    this.#table = table;
    this.#keptBytes = keptBytes;
  }

  /** The items of a column that can be read, little-endian. */
  async *pieces(column: CsvColumn, options: OperationOptions): AsyncGenerator<Uint8Array, void, undefined> {
    const { index, spec } = column;
    const rows = spec?.shape[0] ?? 0;
    if (rows * ITEM_BYTES > this.#keptBytes) {
      yield* this.#streamed(column, options);
      return;
    }
    if (rows > 0 && !this.#kept.has(index)) this.#kept = await this.#readFrom(index, rows, options);
    const values = this.#kept.get(index);
    if (values) yield values;
  }

  async *#streamed(column: CsvColumn, options: OperationOptions): AsyncGenerator<Uint8Array, void, undefined> {
    let bytes = Buffer.alloc(ROWS_AT_ONCE * ITEM_BYTES);
    let filled = 0;
    for await (const record of this.#rows(options)) {
      filled = writeItem(bytes, filled, record, column);
      if (filled < bytes.byteLength) continue;
      yield bytes;
      bytes = Buffer.alloc(ROWS_AT_ONCE * ITEM_BYTES);
      filled = 0;
    }
    if (filled > 0) yield bytes.subarray(0, filled);
  }

  /** This column and as many behind it as may be kept. */
  async #readFrom(index: number, rows: number, options: OperationOptions): Promise<ReadonlyMap<number, Buffer>> {
    const count = Math.floor(this.#keptBytes / (rows * ITEM_BYTES));
    const columns = this.#table.columns.slice(index, index + count).filter(({ spec }) => spec !== undefined);
    const values = columns.map((column) => ({ column, bytes: Buffer.alloc(rows * ITEM_BYTES) }));
    let at = 0;
    for await (const record of this.#rows(options)) {
      // More rows than at first: the file has changed, which `requireUnchanged` says.
      if (at === rows * ITEM_BYTES) break;
      for (const { column, bytes } of values) writeItem(bytes, at, record, column);
      at += ITEM_BYTES;
    }
    return new Map(values.map(({ column, bytes }) => [column.index, bytes]));
  }

  async *#rows({ signal }: OperationOptions): AsyncGenerator<readonly string[], void, undefined> {
    let isHeader = this.#table.hasHeader;
    for await (const record of csvRecords(this.#reader, this.#table.delimiter)) {
      throwIfCancelled(signal);
      if (!isHeader) yield record;
      isHeader = false;
    }
  }
}

/** Behind the item. The text was seen to fit the dtype; where the file has changed since, `requireUnchanged` says so. */
function writeItem(bytes: Buffer, at: number, record: readonly string[], { index, dtype }: CsvColumn): number {
  const text = record[index] ?? '';
  if (dtype?.code === 'f') return bytes.writeDoubleLE(doubleOf(text), at);
  const value = cellKind(text) === 'integer' ? (integerOf(text) ?? 0n) : 0n;
  return bytes.writeBigUInt64LE(BigInt.asUintN(64, value), at);
}
