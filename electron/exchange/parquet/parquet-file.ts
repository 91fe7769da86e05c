import { type FileMetaData, parquetMetadata, type SchemaElement } from 'hyparquet';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openSourceReader } from '../../engine/io/file-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { nullItem, nullsReason } from '../column-nulls.js';
import type { DatasetEntry } from '../dataset.js';
import { badParquet, type ColumnChunk, columnPages, messageOf } from './column-pages.js';
import { type ColumnType, columnType } from './column-type.js';

/** `PAR1` at the start and the end of every file. */
export const MAGIC = 'PAR1';
/** The length of the metadata as u32, and the magic. */
const TAIL_BYTES = 8;
/** Of a file with ten thousand columns and some row groups. */
const MAX_METADATA_BYTES = 2 ** 26;

export interface ParquetColumn extends DatasetEntry {
  readonly name: string;
  /** Place among the columns of each row group. */
  readonly index: number;
  readonly element: SchemaElement;
  readonly type: ColumnType | undefined;
}

/** A Parquet file, open for reading. */
export class ParquetFile {
  readonly reader: RandomReader;
  readonly columns: readonly ParquetColumn[];
  readonly #metadata: FileMetaData;

  private constructor(reader: RandomReader, metadata: FileMetaData, columns: readonly ParquetColumn[]) {
    this.reader = reader;
    this.#metadata = metadata;
    this.columns = columns;
  }

  /** Throws FormatError('bad-parquet') for other and damaged files. */
  static async open(path: string): Promise<ParquetFile> {
    const reader = await openSourceReader(path);
    return closingOnError(reader, async () => {
      const metadata = await readMetadata(reader);
      return new ParquetFile(reader, metadata, columnsOf(metadata, path));
    });
  }

  /** The items of a column, page by page. */
  async *pieces(column: ParquetColumn, { signal }: OperationOptions): AsyncGenerator<Uint8Array, void, undefined> {
    const { element, type } = column;
    if (type === undefined) throw new TypeError('a column that cannot be read was chosen');
    for (const group of this.#metadata.row_groups) {
      const chunk: ColumnChunk = { ...chunkOf(group, column, this.reader.name), element, type };
      for await (const { buffer, byteOffset, byteLength } of columnPages(this.reader, chunk)) {
        throwIfCancelled(signal);
        yield new Uint8Array(buffer, byteOffset, byteLength);
      }
    }
  }
}

type RowGroup = FileMetaData['row_groups'][number];

function chunkOf(
  group: RowGroup,
  { index, name }: ParquetColumn,
  file: string,
): Pick<ColumnChunk, 'metadata' | 'rows'> {
  const chunk = group.columns[index];
  const metadata = chunk?.meta_data;
  if (metadata === undefined || chunk?.file_path !== undefined || metadata.path_in_schema?.join('.') !== name) {
    throw badParquet(file, `column '${name}' is not in every row group of the file`);
  }
  return { metadata, rows: Number(group.num_rows) };
}

async function readMetadata(reader: RandomReader): Promise<FileMetaData> {
  const { name, sizeBytes } = reader;
  if (sizeBytes < MAGIC.length + TAIL_BYTES) throw badParquet(name, 'it is too short');
  const tail = Buffer.from(await reader.readAt(sizeBytes - TAIL_BYTES, TAIL_BYTES));
  if (tail.toString('latin1', 4) !== MAGIC)
    throw badParquet(name, 'it does not end as a Parquet file does, and may be cut off');
  const length = tail.readUInt32LE(0);
  if (length > Math.min(MAX_METADATA_BYTES, sizeBytes - TAIL_BYTES - MAGIC.length)) {
    throw badParquet(name, `its metadata have ${length} bytes, of ${sizeBytes} in all`);
  }
  const footer = await reader.readAt(sizeBytes - TAIL_BYTES - length, length + TAIL_BYTES);
  try {
    return requireRowCounts(parquetMetadata(footer, { geoparquet: false }));
  } catch (error) {
    throw badParquet(name, `its metadata are damaged: ${messageOf(error)}`, error);
  }
}

function requireRowCounts(metadata: FileMetaData): FileMetaData {
  const { num_rows, row_groups } = metadata;
  const sum = row_groups.reduce((rows, group) => rows + group.num_rows, 0n);
  const isCount = num_rows >= 0n && num_rows <= Number.MAX_SAFE_INTEGER && row_groups.every((it) => it.num_rows >= 0n);
  if (isCount && sum === num_rows) return metadata;
  throw new Error(`it has ${num_rows} rows, and ${sum} in its row groups`);
}

function columnsOf(metadata: FileMetaData, file: string): readonly ParquetColumn[] {
  const columns: ParquetColumn[] = [];
  const [root, ...elements] = metadata.schema;
  // Columns of columns stand before their own ones; the columns of row groups are those without others.
  let leaf = 0;
  for (let at = 0; at < elements.length; ) {
    const element = elements[at];
    if (element === undefined) break;
    // The types of the library do not say so, but a field that a file leaves out is undefined.
    if (typeof element.name !== 'string') throw badParquet(file, 'a column has no name');
    const index = leaf;
    const end = endOf(elements, at);
    leaf += elements.slice(at, end).filter(({ num_children }) => num_children === undefined).length;
    columns.push(columnOf(element, index, metadata));
    at = end;
  }
  if (root?.num_children !== columns.length) throw badParquet(file, 'its columns are not as many as it says');
  return columns;
}

/** Behind an element and all those inside it. */
function endOf(elements: readonly SchemaElement[], start: number): number {
  let end = start;
  for (let open = 1; open > 0 && end < elements.length; end++) open += (elements[end]?.num_children ?? 0) - 1;
  return end;
}

function columnOf(element: SchemaElement, index: number, metadata: FileMetaData): ParquetColumn {
  const { name } = element;
  const type = columnType(element);
  if (typeof type === 'string') return { name, index, element, type: undefined, spec: undefined, reason: type };
  const nulls = metadata.row_groups.some(
    (group) => (group.columns[index]?.meta_data?.statistics?.null_count ?? 0n) > 0n,
  );
  if (nulls && nullItem(type.dtype.code) === undefined) {
    return { name, index, element, type: undefined, spec: undefined, reason: nullsReason(name) };
  }
  const spec: ArraySpec = { dtype: type.dtype, shape: [Number(metadata.num_rows)], order: 'C' };
  return { name, index, element, type, spec };
}
