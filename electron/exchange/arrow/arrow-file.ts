import type { RandomReader } from '../../engine/io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { nullItem, nullsReason } from '../column-nulls.js';
import type { Attributes, DatasetEntry } from '../dataset.js';
import { badArrow } from './bad-arrow.js';
import { attributesOf, isOfNumbers, type SchemaColumn } from './metadata/columns.js';
import type { ArrowContent } from './metadata/content.js';
import { columnPart, recordBatchOf, type StoredBatch } from './metadata/record-batches.js';
import { columnPieces } from './read/column-pieces.js';

export interface ArrowColumn extends DatasetEntry {
  readonly name: string;
  readonly column: SchemaColumn;
}

/** An Arrow file or stream, open for reading. */
export class ArrowFile {
  readonly columns: readonly ArrowColumn[];
  readonly #reader: RandomReader;
  readonly #content: ArrowContent;

  private constructor(reader: RandomReader, content: ArrowContent, columns: readonly ArrowColumn[]) {
    this.#reader = reader;
    this.#content = content;
    this.columns = columns;
  }

  /** Reads the metadata of every record batch, which alone say how many rows there are. Throws FormatError for damaged ones. */
  static async open(
    reader: RandomReader,
    readContent: (reader: RandomReader) => Promise<ArrowContent>,
    options: OperationOptions,
  ): Promise<ArrowFile> {
    const content = await readContent(reader);
    return new ArrowFile(reader, content, await survey(reader, content, options));
  }

  attributes({ column }: ArrowColumn): Attributes {
    return attributesOf(column, this.#content.metadataBytes, this.#reader.name);
  }

  /** The items of a column, one record batch after the other. */
  async *pieces({ column }: ArrowColumn, options: OperationOptions): AsyncGenerator<Uint8Array, void, undefined> {
    if (!isOfNumbers(column)) throw new TypeError('a column that cannot be read was chosen');
    for await (const batch of batchesOf(this.#reader, this.#content, options)) {
      yield* columnPieces(this.#reader, column, columnPart(batch, column, this.#reader.name), options);
    }
  }
}

async function* batchesOf(
  { name }: RandomReader,
  { columns, messages }: ArrowContent,
  { signal }: OperationOptions,
): AsyncGenerator<StoredBatch, void, undefined> {
  for await (const message of messages()) {
    throwIfCancelled(signal);
    const batch = recordBatchOf(message, columns, name);
    if (batch) yield batch;
  }
}

/** Counts the rows, and looks for nulls in columns that cannot have them. */
async function survey(
  reader: RandomReader,
  content: ArrowContent,
  options: OperationOptions,
): Promise<readonly ArrowColumn[]> {
  const { name } = reader;
  const { columns } = content.columns;
  const numbers = columns.filter(isOfNumbers);
  const withNulls = new Set<SchemaColumn>();
  let rows = 0;
  for await (const batch of batchesOf(reader, content, options)) {
    rows += batch.rows;
    if (!Number.isSafeInteger(rows)) throw badArrow(name, `it has more than ${Number.MAX_SAFE_INTEGER} rows`);
    for (const column of numbers) if (columnPart(batch, column, name).validity) withNulls.add(column);
  }
  const taken = new Set<string>();
  return columns.map((column) => {
    const entry = entryOf(column, rows, withNulls.has(column), taken.has(column.name));
    taken.add(column.name);
    return { ...entry, name: column.name, column };
  });
}

function entryOf(
  column: SchemaColumn,
  rows: number,
  hasNulls: boolean,
  isTaken: boolean,
): Pick<DatasetEntry, 'spec' | 'reason'> {
  const { name, type } = column;
  if (typeof type === 'string') return { spec: undefined, reason: type };
  if (isTaken) return { spec: undefined, reason: 'a column before it has the same name' };
  if (hasNulls && nullItem(type.dtype.code) === undefined) return { spec: undefined, reason: nullsReason(name) };
  return { spec: { dtype: type.dtype, shape: [rows], order: 'C' } };
}
