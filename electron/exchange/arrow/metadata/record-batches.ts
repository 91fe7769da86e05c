import { BodyCompression } from 'apache-arrow/fb/body-compression';
import { Buffer as BufferPlace } from 'apache-arrow/fb/buffer';
import { CompressionType } from 'apache-arrow/fb/compression-type';
import { FieldNode } from 'apache-arrow/fb/field-node';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { RecordBatch } from 'apache-arrow/fb/record-batch';
import { badArrow } from '../bad-arrow.js';
import { storedBytes } from './column-type.js';
import type { Columns, NumberColumn } from './columns.js';
import type { StoredMessage } from './messages.js';

/** How each buffer of a record batch is compressed by itself. */
export type BodyCodec = 'none' | 'lz4' | 'zstd';

/** A record batch of a file. */
export interface StoredBatch {
  readonly rows: number;
  readonly codec: BodyCodec;
  readonly message: StoredMessage;
  readonly record: RecordBatch;
  /** More buffers that so many of the first columns of views have. */
  readonly buffersOfViews: readonly number[];
}

/** Where a column of a record batch is. */
export interface ColumnPart {
  readonly rows: number;
  readonly codec: BodyCodec;
  /** A bit for each row; undefined when no row is null. */
  readonly validity: Place | undefined;
  readonly items: Place;
}

/** Bytes of a file; they are inside of it. */
export interface Place {
  readonly startByte: number;
  readonly lengthBytes: number;
}

/** The record batch that a message holds; undefined for one that holds something else. Throws FormatError('bad-arrow'). */
export function recordBatchOf(message: StoredMessage, { all }: Columns, file: string): StoredBatch | undefined {
  if (message.metadata.headerType() !== MessageHeader.RecordBatch) return undefined;
  const at = `the record batch at byte ${message.startByte}`;
  const record: RecordBatch | null = message.metadata.header(new RecordBatch());
  if (!record) throw badArrow(file, `${at} has no description`);
  const rows = record.length();
  if (rows < 0n || rows > Number.MAX_SAFE_INTEGER) throw badArrow(file, `${at} has ${rows} rows`);
  const buffersOfViews = viewBuffers(record, all.views);
  const buffers = all.buffers + (buffersOfViews?.at(-1) ?? 0);
  const isWhole = record.nodesLength() === all.nodes && record.buffersLength() === buffers;
  if (!buffersOfViews || !isWhole) throw badArrow(file, `${at} has other columns than the schema`);
  return { rows: Number(rows), codec: codecOf(record, at, file), message, record, buffersOfViews };
}

function codecOf(record: RecordBatch, at: string, file: string): BodyCodec {
  const compression = record.compression(new BodyCompression());
  if (!compression) return 'none';
  const codec = compression.codec();
  if (codec === CompressionType.LZ4_FRAME) return 'lz4';
  if (codec === CompressionType.ZSTD) return 'zstd';
  throw badArrow(file, `${at} is compressed with codec ${codec}, which is not known`);
}

/** Undefined when the batch does not say it of so many columns. */
function viewBuffers(record: RecordBatch, views: number): readonly number[] | undefined {
  if (record.variadicBufferCountsLength() !== views) return undefined;
  const sums = [0];
  for (let index = 0; index < views; index++) {
    sums.push((sums.at(-1) ?? 0) + Number(record.variadicBufferCounts(index) ?? 0));
  }
  return sums;
}

/** Plain bytes that a stored one can be, at most: LZ4 counts by 255, and Zstandard has blocks of 128 KiB in 4 bytes. */
const MAX_RATIOS: Readonly<Record<BodyCodec, number>> = { none: 1, lz4: 255, zstd: 2 ** 15 };

/**
 * Validity bits and items of a column. Throws FormatError('bad-arrow') when they are not inside of the body, or cannot be those of so
 * many rows.
 */
export function columnPart(batch: StoredBatch, { name, before, type }: NumberColumn, file: string): ColumnPart {
  const { record, rows, message, codec, buffersOfViews } = batch;
  const node = record.nodes(before.nodes, new FieldNode());
  const length = node?.length() ?? -1n;
  const nulls = node?.nullCount() ?? -1n;
  const bad = (what: string) =>
    badArrow(file, `column '${name}' of the record batch at byte ${message.startByte} ${what}`);
  if (length !== BigInt(rows)) throw bad(`has ${length} rows, and the batch ${rows}`);
  if (nulls < 0n || nulls > length) throw bad(`has ${nulls} nulls in ${length} rows`);
  const place = (index: number, neededBytes: number): Place => {
    const found = record.buffers(index, new BufferPlace());
    const offset = found?.offset() ?? -1n;
    const lengthBytes = found?.length() ?? -1n;
    if (offset < 0n || lengthBytes < 0n || offset + lengthBytes > message.bodyBytes) {
      throw bad(`has bytes ${offset} to ${offset + lengthBytes}, of ${message.bodyBytes} in the batch`);
    }
    const mostBytes = Number(lengthBytes) * MAX_RATIOS[codec];
    if (mostBytes < neededBytes) throw bad(`has ${lengthBytes} bytes, which cannot be ${rows} rows`);
    return { startByte: message.bodyStart + Number(offset), lengthBytes: Number(lengthBytes) };
  };
  const first = before.buffers + (buffersOfViews[before.views] ?? 0);
  const validity = nulls === 0n ? undefined : place(first, Math.ceil(rows / 8));
  return { rows, codec, validity, items: place(first + 1, storedBytes(type, rows)) };
}
