import { MetadataVersion } from 'apache-arrow/enum';
import { FileBlock, Footer } from 'apache-arrow/ipc/metadata/file';
import { BufferRegion, FieldNode, Message, RecordBatch } from 'apache-arrow/ipc/metadata/message';
import { Field, Schema } from 'apache-arrow/schema';
import type { DataType } from 'apache-arrow/type';
import type { OutputOptions } from '../../../engine/io/atomic-file.js';
import { type ByteTarget, openFileTarget } from '../../../engine/io/byte-target.js';
import type { OperationOptions } from '../../../engine/operation.js';
import type { PlainSource } from '../../../engine/pack/plain/plain-source.js';
import type { DatasetsWriter, NewDataset } from '../../dataset.js';
import { textOfValue } from '../../json-text.js';
import { columnItems, type KeptColumn, KeptColumns } from '../../kept-columns.js';
import { MAGIC } from '../metadata/file-content.js';
import { columnBuffers } from './column-buffers.js';
import { ARROW_TYPES } from './column-types.js';

/** Every message and every buffer begins at a multiple of it. */
const ALIGNMENT = 8;
/** Before the length of a message; before a length of 0 at the end. */
const CONTINUATION = -1;

/** Writes one-dimensional arrays of the same length as the columns of one file or stream, without compression. */
export async function createArrow(
  path: string,
  kind: 'file' | 'stream',
  options: OutputOptions,
): Promise<DatasetsWriter> {
  return new ArrowColumns(path, kind, await openFileTarget(path, options));
}

class ArrowColumns implements DatasetsWriter {
  readonly holdsMany = true;
  readonly #kind: 'file' | 'stream';
  readonly #target: ByteTarget;
  readonly #kept: KeptColumns<DataType>;
  #sizeBytes = 0;

  constructor(path: string, kind: 'file' | 'stream', target: ByteTarget) {
    this.#kind = kind;
    this.#target = target;
    this.#kept = new KeptColumns(path, ARROW_TYPES);
  }

  write(array: NewDataset, source: PlainSource, options: OperationOptions): Promise<void> {
    return this.#kept.add(array, source, options);
  }

  async finish(): Promise<number> {
    const schema = new Schema(this.#kept.columns.map(fieldOf));
    if (this.#kind === 'file') await this.#append(Buffer.from(MAGIC, 'latin1'));
    await this.#message(Message.encode(Message.from(schema)));
    const blocks: FileBlock[] = [];
    for (const { start, end } of this.#kept.groups()) blocks.push(await this.#recordBatch(start, end));
    await this.#append(words(CONTINUATION, 0));
    if (this.#kind === 'file') await this.#footer(new Footer(schema, MetadataVersion.V5, blocks, []));
    await this.#kept.close();
    await this.#target.commit();
    return this.#sizeBytes;
  }

  async #recordBatch(start: number, end: number): Promise<FileBlock> {
    const nodes: FieldNode[] = [];
    const regions: BufferRegion[] = [];
    const buffers: Uint8Array[] = [];
    let bodyBytes = 0;
    for (const column of this.#kept.columns) {
      const { nulls, validity, items } = columnBuffers(column.type, await columnItems(column, start, end));
      nodes.push(new FieldNode(end - start, nulls));
      for (const buffer of [validity, items]) {
        regions.push(new BufferRegion(bodyBytes, buffer.byteLength));
        buffers.push(buffer);
        bodyBytes += aligned(buffer.byteLength);
      }
    }
    const startByte = this.#sizeBytes;
    await this.#message(Message.encode(Message.from(new RecordBatch(end - start, nodes, regions, null), bodyBytes)));
    const metadataBytes = this.#sizeBytes - startByte;
    for (const buffer of buffers) await this.#append(buffer);
    return new FileBlock(metadataBytes, bodyBytes, startByte);
  }

  async #message(metadata: Uint8Array): Promise<void> {
    await this.#append(words(CONTINUATION, aligned(metadata.byteLength)));
    await this.#append(metadata);
  }

  async #footer(footer: Footer): Promise<void> {
    const bytes = Footer.encode(footer);
    await this.#target.append(bytes);
    await this.#target.append(words(bytes.byteLength));
    await this.#target.append(Buffer.from(MAGIC, 'latin1'));
    this.#sizeBytes += bytes.byteLength + 4 + MAGIC.length;
  }

  /** With zeros up to the next multiple of the alignment. */
  async #append(bytes: Uint8Array): Promise<void> {
    const sizeBytes = aligned(bytes.byteLength);
    if (bytes.byteLength > 0) await this.#target.append(bytes);
    if (sizeBytes > bytes.byteLength) await this.#target.append(new Uint8Array(sizeBytes - bytes.byteLength));
    this.#sizeBytes += sizeBytes;
  }

  async abort(): Promise<void> {
    await this.#kept.close();
    await this.#target.discard();
  }
}

function fieldOf({ name, type, attributes }: KeptColumn<DataType>): Field {
  const metadata = new Map([...attributes].map(([key, value]) => [key, textOfValue(value)]));
  // As pyarrow writes it of every column; only times have nulls.
  return new Field(name, type, true, metadata);
}

function words(...values: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeInt32LE(value, 4 * index);
  return bytes;
}

function aligned(sizeBytes: number): number {
  return Math.ceil(sizeBytes / ALIGNMENT) * ALIGNMENT;
}
