import { gzipSync } from 'node:zlib';
import type { ColumnData, DecodedArray } from 'hyparquet';
import type { ParquetWriteOptions } from 'hyparquet-writer';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { Contender } from './contender.js';
import { loaded } from './contender.js';
import { LIBRARY_VERSIONS } from './library-versions.js';
import { bytesOf, type NumberBlock, numberBlock } from './memory-layout.js';
import { syncFile } from './synced-file.js';

interface ColumnKind {
  readonly type: 'INT32' | 'INT64' | 'FLOAT' | 'DOUBLE';
  readonly unsigned?: 'UINT_64';
  /** The values as typed array. Its type is the column's, which the reader's types do not express. */
  // biome-ignore lint/suspicious/noExplicitAny: as the reader gives them
  readonly pack: (values: any[]) => ArrayBufferView;
}

/** Parquet's physical type by numpy's. */
const COLUMN_TYPES: Readonly<Record<string, ColumnKind>> = {
  i4: { type: 'INT32', pack: (values) => Int32Array.from(values) },
  i8: { type: 'INT64', pack: (values) => BigInt64Array.from(values) },
  u8: { type: 'INT64', unsigned: 'UINT_64', pack: (values) => BigUint64Array.from(values) },
  f4: { type: 'FLOAT', pack: (values) => Float32Array.from(values) },
  f8: { type: 'DOUBLE', pack: (values) => Float64Array.from(values) },
};

/** Two-dimensional arrays of at most so many rows are stored with a column for each row; all others as one column. */
const MAX_COLUMNS = 64;
const ROW_GROUP_ROWS = 1_000_000;

const NOTE = 'the writer is JavaScript; a dictionary is tried for every column, as Parquet writers do';

const VARIANTS = [
  { id: 'parquet_snappy', label: 'Parquet, Snappy', codec: 'SNAPPY', levels: [0] },
  { id: 'parquet_gzip', label: 'Parquet, gzip', codec: 'GZIP', levels: [1, 5, 9] },
] as const;

/** Files by hyparquet-writer, read by hyparquet. */
export const parquetContenders: readonly Contender[] = VARIANTS.map(({ id, label, codec, levels }) => ({
  id,
  label,
  note: NOTE,
  levels,
  parallel: false,
  inspect: async () => ({
    library: `hyparquet-writer ${LIBRARY_VERSIONS['hyparquet-writer']}, hyparquet ${LIBRARY_VERSIONS.hyparquet}`,
  }),
  async open(array) {
    const block = numberBlock(array, 'Parquet');
    columnKind(block.code);
    const writer = await import('hyparquet-writer');
    const reader = await import('hyparquet');
    const { compressors } = await import('hyparquet-compressors');
    return {
      async write(path, level) {
        writer.parquetWriteFile({
          filename: path,
          ...columnsOf(block),
          codec,
          compressors: { GZIP: (bytes) => gzipSync(bytes, { level }) },
          rowGroupSize: ROW_GROUP_ROWS,
        });
        await syncFile(path);
      },
      async read(path) {
        const bytes = new Uint8Array(array.bytes.byteLength);
        const itemBytes = block.values.BYTES_PER_ELEMENT;
        const { rowItems } = columnsIn(block);
        const pieces: ColumnData[] = [];
        await reader.parquetRead({
          file: await reader.asyncBufferFromFile(path),
          compressors,
          onChunk: (piece) => pieces.push(piece),
        });
        for (const { columnName, columnData, rowStart } of pieces) {
          const item = Number(columnName.slice(COLUMN_PREFIX.length)) * rowItems + rowStart;
          bytes.set(bytesOf(packed(columnData, block.code)), item * itemBytes);
        }
        return loaded(bytes);
      },
      close: async () => undefined,
    };
  },
}));

function columnKind(code: string): ColumnKind {
  const kind = COLUMN_TYPES[code];
  if (kind) return kind;
  throw new ArgumentError(
    `Parquet is not measured with items of type ${code}, only ${Object.keys(COLUMN_TYPES).join(', ')}`,
  );
}

const COLUMN_PREFIX = 'row';

/** How the array is split into columns, each a part of its memory. */
function columnsIn({ values, shape }: NumberBlock): { readonly columns: number; readonly rowItems: number } {
  const [first = 1] = shape;
  const columns = shape.length === 2 && first <= MAX_COLUMNS ? Math.max(1, first) : 1;
  return { columns, rowItems: values.length / columns };
}

function columnsOf(block: NumberBlock): Pick<ParquetWriteOptions, 'columnData' | 'schema'> {
  const { columns, rowItems } = columnsIn(block);
  const { type, unsigned } = columnKind(block.code);
  const names = Array.from({ length: columns }, (_, column) => `${COLUMN_PREFIX}${column}`);
  return {
    columnData: names.map((name, column) => ({
      name,
      // Only 32 and 64 bits have a column type.
      data: block.values.subarray(column * rowItems, (column + 1) * rowItems) as DecodedArray,
    })),
    schema: [
      { name: 'root', num_children: columns },
      ...names.map((name) => ({
        name,
        type,
        repetition_type: 'REQUIRED' as const,
        ...(unsigned && { converted_type: unsigned }),
      })),
    ],
  };
}

/** Columns that were stored as a dictionary are read as plain arrays. */
function packed(columnData: DecodedArray, code: string): ArrayBufferView {
  if (ArrayBuffer.isView(columnData)) return columnData;
  return columnKind(code).pack(columnData);
}
