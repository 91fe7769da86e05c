import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { ColumnMetaData, Compressors, DecodedArray, SchemaElement } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { compressors as packaged } from 'hyparquet-compressors';
import { FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { requireInside } from '../../engine/io/memory-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { nullItem, nullsReason } from '../column-nulls.js';
import { type ColumnType, type Items, setItem } from './column-type.js';
import { requireRuns } from './runs.js';

/** A column of one row group. */
export interface ColumnChunk {
  readonly metadata: ColumnMetaData;
  readonly element: SchemaElement;
  readonly type: ColumnType;
  readonly rows: number;
}

/** Far larger than pages are, 1 MiB by default. */
const MAX_PAGE_BYTES = 2 ** 28;
const MAX_PAGE_VALUES = 2 ** 25;
/** Its statistics are two numbers. */
const MAX_HEADER_BYTES = 64 * 1024;

/** By name, so that no page becomes longer than its header says. */
const compressors: Compressors = {
  ...packaged,
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
};

/**
 * The items of a column of one row group, page by page, in a row for each. Throws FormatError('bad-parquet') for pages that are
 * damaged, that hold another number of rows, or a null where no value can stand for it.
 */
export async function* columnPages(reader: RandomReader, chunk: ColumnChunk): AsyncGenerator<Items, void, undefined> {
  try {
    yield* decodedPages(reader, chunk);
  } catch (error) {
    if (isBloscpackError(error)) throw error;
    throw badParquet(reader.name, `a page of column '${chunk.element.name}' is damaged: ${messageOf(error)}`, error);
  }
}

async function* decodedPages(reader: RandomReader, chunk: ColumnChunk): AsyncGenerator<Items, void, undefined> {
  const { metadata, rows } = chunk;
  const { data_page_offset, dictionary_page_offset, total_compressed_size } = metadata;
  const hasDictionary = dictionary_page_offset !== undefined && dictionary_page_offset > 0n;
  const startByte = Number(
    hasDictionary && dictionary_page_offset < data_page_offset ? dictionary_page_offset : data_page_offset,
  );
  requireInside(startByte, Number(total_compressed_size), reader.sizeBytes);
  const endByte = startByte + Number(total_compressed_size);
  let dictionary: DecodedArray | undefined;
  let at = startByte;
  for (let rowsDone = 0; rowsDone < rows; ) {
    const page = await readStoredPage(reader, at, endByte);
    at = page.endByte;
    if (page.header.type === 'DICTIONARY_PAGE') dictionary = decodeDictionary(page, chunk);
    else if (page.header.type === 'DATA_PAGE' || page.header.type === 'DATA_PAGE_V2') {
      const items = decodeData(page, chunk, dictionary, rows - rowsDone);
      rowsDone += items.length;
      yield items;
    }
  }
}

interface StoredPage {
  readonly header: ReturnType<typeof parquetHeader>;
  readonly bytes: Uint8Array;
  readonly endByte: number;
}

async function readStoredPage(reader: RandomReader, startByte: number, endByte: number): Promise<StoredPage> {
  const head = await reader.readAt(startByte, Math.min(MAX_HEADER_BYTES, endByte - startByte));
  const cursor = { view: new DataView(head.buffer, head.byteOffset, head.byteLength), offset: 0 };
  const header = parquetHeader(cursor);
  const { compressed_page_size: length, uncompressed_page_size: plainLength } = header;
  const pageStart = startByte + cursor.offset;
  if (!isBelow(length, endByte - pageStart + 1)) throw notSo(length, 'bytes', 'more than its column');
  if (!isBelow(plainLength, MAX_PAGE_BYTES + 1)) throw notSo(plainLength, 'plain bytes', `more than ${MAX_PAGE_BYTES}`);
  // A copy at the start of its memory: values are read from places that are multiples of their size.
  return { header, bytes: (await reader.readAt(pageStart, length)).slice(), endByte: pageStart + length };
}

function isBelow(value: unknown, end: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;
}

/** A number of a page that cannot be right, or is missing. */
function notSo(value: unknown, what: string, limit: string): Error {
  if (typeof value !== 'number') return new Error(`its header does not say how many ${what} it has`);
  return new Error(`it has ${value} ${what}, ${limit}`);
}

function decodeDictionary({ header, bytes }: StoredPage, { metadata }: ColumnChunk): DecodedArray {
  const count = header.dictionary_page_header?.num_values;
  const plain = decompressPage(bytes, header.uncompressed_page_size, metadata.codec, compressors);
  // A value has a byte at least; those of BOOLEAN have no dictionary.
  if (!isBelow(count, plain.byteLength + 1)) throw notSo(count, 'values', 'more than its dictionary has bytes');
  return readPlain({ view: viewOf(plain), offset: 0 }, metadata.type, count, undefined);
}

function decodeData(
  page: StoredPage,
  chunk: ColumnChunk,
  dictionary: DecodedArray | undefined,
  rowsLeft: number,
): Items {
  const header = page.header.data_page_header ?? page.header.data_page_header_v2;
  const count = header?.num_values;
  if (!isBelow(count, Math.min(rowsLeft, MAX_PAGE_VALUES) + 1) || count === 0) {
    throw notSo(count, 'rows', `where ${rowsLeft} are left and at most ${MAX_PAGE_VALUES} are read at once`);
  }
  const { dataPage, definitionLevels = [] } =
    page.header.type === 'DATA_PAGE' ? decodeV1(page, chunk, count) : decodeV2(page, chunk, count);
  const isIndexed = header?.encoding === 'RLE_DICTIONARY' || header?.encoding === 'PLAIN_DICTIONARY';
  const values = isIndexed ? lookedUp(dataPage, dictionary) : dataPage;
  return itemsOf(values, definitionLevels, chunk, count);
}

function decodeV1({ header, bytes }: StoredPage, { metadata, element }: ColumnChunk, count: number) {
  const pageHeader = header.data_page_header;
  if (pageHeader === undefined) throw new Error('it has no header of its own');
  const plain = decompressPage(bytes, header.uncompressed_page_size, metadata.codec, compressors);
  let valuesStart = 0;
  if (element.repetition_type !== 'REQUIRED') {
    const levelBytes = viewOf(plain).getUint32(0, true);
    valuesStart = 4 + levelBytes;
    requireRuns(plain.subarray(4, valuesStart), 1, count);
  }
  requireValueRuns(plain.subarray(valuesStart), pageHeader.encoding, count);
  return readDataPage(plain, pageHeader, decoderOf(metadata, element));
}

function decodeV2({ header, bytes }: StoredPage, { metadata, element }: ColumnChunk, count: number) {
  const pageHeader = header.data_page_header_v2;
  if (pageHeader === undefined) throw new Error('it has no header of its own');
  const { definition_levels_byte_length: levels, repetition_levels_byte_length: repeats, num_nulls } = pageHeader;
  if (!isBelow(levels, bytes.byteLength + 1) || repeats !== 0 || !isBelow(num_nulls, count + 1)) {
    throw new Error('its levels do not fit');
  }
  const isNullable = element.repetition_type !== 'REQUIRED';
  if (!isNullable && (levels > 0 || num_nulls > 0)) throw new Error('it has nulls, in a column without');
  if (isNullable) requireRuns(bytes.subarray(0, levels), 1, count);
  const stored = bytes.subarray(levels);
  const plainBytes = header.uncompressed_page_size - levels;
  const isCompressed = pageHeader.is_compressed !== false;
  const plain = isCompressed ? decompressPage(stored, plainBytes, metadata.codec, compressors) : stored;
  requireValueRuns(plain, pageHeader.encoding, count - num_nulls);
  const whole = Buffer.concat([bytes.subarray(0, levels), plain]);
  const inPlain = {
    ...header,
    uncompressed_page_size: whole.byteLength,
    data_page_header_v2: { ...pageHeader, is_compressed: false },
  };
  return readDataPageV2(new Uint8Array(whole), inPlain, decoderOf(metadata, element));
}

/** `count`: values at most. */
function requireValueRuns(plain: Uint8Array, encoding: string, count: number): void {
  if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    requireRuns(plain.subarray(1), plain[0] ?? 0, count);
  } else if (encoding === 'RLE') requireRuns(plain.subarray(LENGTH_BYTES), 1, count);
}

/** A length as u32 stands before runs. */
const LENGTH_BYTES = 4;

function decoderOf({ type, codec, path_in_schema }: ColumnMetaData, element: SchemaElement) {
  const root = { count: 1, children: [], path: [], element: { name: 'root' } };
  const leaf = { count: 1, children: [], path: [element.name], element };
  return {
    pathInSchema: path_in_schema,
    type,
    element,
    schemaPath: [root, leaf],
    codec,
    compressors,
    parsers: DEFAULT_PARSERS,
  };
}

function lookedUp(indices: DecodedArray, dictionary: DecodedArray | undefined): DecodedArray {
  if (dictionary === undefined) throw new Error('it has no dictionary');
  return Array.from(indices, (index) => {
    if (!isBelow(index, dictionary.length)) throw new Error(`it has the index ${index} of ${dictionary.length} values`);
    return dictionary[index];
  });
}

/** One item for each row: a level of 1 is a value, 0 a null; without levels all are values. */
function itemsOf(values: DecodedArray, levels: readonly number[], chunk: ColumnChunk, rows: number): Items {
  const { type, element } = chunk;
  const items = type.create(rows);
  // Stored as they are: of the same width, the bits are the same.
  const isSame = ArrayBuffer.isView(values) && values.length === rows && values.byteLength === items.byteLength;
  if (isSame && levels.length === 0) {
    bytesOf(items).set(bytesOf(values));
    return items;
  }
  const filler = nullItem(type.dtype.code);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    const isNull = levels.length > 0 && levels[row] !== 1;
    if (!isNull && next >= values.length) throw new Error(`it has ${values.length} values for ${rows} rows`);
    if (isNull && filler === undefined) throw new FormatError('bad-parquet', nullsReason(element.name));
    setItem(items, row, isNull ? filler : values[next++]);
  }
  return items;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

export function badParquet(file: string, what: string, cause?: unknown): FormatError {
  return new FormatError('bad-parquet', `'${file}' cannot be read: ${what}`, { file }, cause);
}

export function messageOf(error: unknown): string {
  // Where the library stumbles over damaged bytes, its message is about its own code.
  if (error instanceof TypeError || error instanceof RangeError) return 'a field is missing or out of range';
  return error instanceof Error ? error.message : String(error);
}
