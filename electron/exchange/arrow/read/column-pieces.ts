import { isBloscpackError } from '../../../../shared/format/errors.js';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../../engine/operation.js';
import { nullItem } from '../../column-nulls.js';
import { badArrow } from '../bad-arrow.js';
import { type ColumnType, storedBytes } from '../metadata/column-type.js';
import type { NumberColumn } from '../metadata/columns.js';
import type { ColumnPart, Place } from '../metadata/record-batches.js';
import { decompressed, MAX_STORED_BYTES } from './decompressed.js';

/** A multiple of 8, so that bits are in whole bytes. */
const PIECE_ROWS = 2 ** 17;

/** The items of a column of one record batch, in pieces. Throws FormatError('bad-arrow') for damaged bytes. */
export async function* columnPieces(
  reader: RandomReader,
  { name, type }: NumberColumn,
  part: ColumnPart,
  { signal }: OperationOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const open = (place: Place, neededBytes: number) => openPlace(reader, name, part, place, neededBytes);
  const items = await open(part.items, storedBytes(type, part.rows));
  const validity = part.validity && (await open(part.validity, Math.ceil(part.rows / 8)));
  for (let start = 0; start < part.rows; start += PIECE_ROWS) {
    throwIfCancelled(signal);
    const rows = Math.min(PIECE_ROWS, part.rows - start);
    const piece = plainItems(type, await items(storedBytes(type, start), storedBytes(type, rows)), rows);
    yield validity ? withoutNulls(type, piece, await validity(start / 8, Math.ceil(rows / 8))) : piece;
  }
}

type ReadBytes = (startByte: number, lengthBytes: number) => Promise<Uint8Array>;

/** Bytes that are compressed are decompressed as a whole: `neededBytes` of them, or more. */
async function openPlace(
  reader: RandomReader,
  column: string,
  { codec }: ColumnPart,
  { startByte, lengthBytes }: Place,
  neededBytes: number,
): Promise<ReadBytes> {
  if (codec === 'none' || neededBytes === 0) return (start, length) => reader.readAt(startByte + start, length);
  if (lengthBytes > MAX_STORED_BYTES) {
    const what = `column '${column}' has ${lengthBytes} compressed bytes in one record batch, and at most ${MAX_STORED_BYTES} are read`;
    throw badArrow(reader.name, what);
  }
  try {
    const plain = await decompressed(await reader.readAt(startByte, lengthBytes), codec, neededBytes);
    return async (start, length) => plain.subarray(start, start + length);
  } catch (error) {
    if (isBloscpackError(error) && error.kind !== 'format') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw badArrow(
      reader.name,
      `column '${column}' of the record batch at byte ${startByte} is damaged: ${reason}`,
      error,
    );
  }
}

/** The same memory where the items are stored as they are. */
function plainItems({ stored }: ColumnType, bytes: Uint8Array, rows: number): Uint8Array {
  if (stored === 'items') return bytes;
  if (stored === 'bits') return Uint8Array.from({ length: rows }, (_, row) => bitAt(bytes, row));
  const days = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items = Buffer.alloc(8 * rows);
  for (let row = 0; row < rows; row++) items.writeBigInt64LE(BigInt(days.readInt32LE(4 * row)), 8 * row);
  return items;
}

function bitAt(bits: Uint8Array, row: number): number {
  return ((bits[row >> 3] ?? 0) >> (row & 7)) & 1;
}

/** A copy with NaN or NaT where a bit is 0. */
function withoutNulls({ dtype }: ColumnType, piece: Uint8Array, valid: Uint8Array): Uint8Array {
  const { itemsize } = dtype;
  const filler = fillerOf(dtype);
  const items = new Uint8Array(piece);
  for (let row = 0; row * itemsize < items.byteLength; row++) {
    if (bitAt(valid, row) === 0) items.set(filler, row * itemsize);
  }
  return items;
}

const NAN_OF_HALF = 0x7e00;

/** The bytes of what stands for a null; a column of another type with nulls is listed as one that cannot be read. */
function fillerOf({ code, itemsize }: ColumnType['dtype']): Uint8Array {
  const value = nullItem(code);
  const bytes = Buffer.alloc(itemsize);
  if (typeof value === 'bigint') bytes.writeBigInt64LE(value);
  else if (itemsize === 2) bytes.writeUInt16LE(NAN_OF_HALF);
  else if (itemsize === 4) bytes.writeFloatLE(Number.NaN);
  else bytes.writeDoubleLE(Number.NaN);
  return bytes;
}
