import { Message } from 'apache-arrow/fb/message';
import { MessageHeader } from 'apache-arrow/fb/message-header';
import { MetadataVersion } from 'apache-arrow/fb/metadata-version';
import { Schema } from 'apache-arrow/fb/schema';
import { ByteBuffer } from 'flatbuffers';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { badArrow } from '../bad-arrow.js';
import { columnsOf } from './columns.js';
import type { ArrowContent } from './content.js';
import { MAX_METADATA_BYTES, PREFIX_BYTES, readMessage, type StoredMessage } from './messages.js';

/** What the first message of a stream says. Throws FormatError('bad-arrow'). */
export async function streamContent(reader: RandomReader): Promise<ArrowContent> {
  const { name } = reader;
  const first = await readMessage(reader, 0);
  if (!first) throw badArrow(name, 'it is empty');
  const schema = schemaOf(first.metadata);
  if (!schema) throw badArrow(name, 'it does not begin with a schema');
  const { metadata, metadataBytes, endByte } = first;
  const columns = columnsOf(schema, metadata.version(), metadataBytes, name);
  return { columns, metadataBytes, messages: () => following(reader, endByte) };
}

function schemaOf(metadata: Message): Schema | null {
  return metadata.headerType() === MessageHeader.Schema ? metadata.header(new Schema()) : null;
}

async function* following(reader: RandomReader, startByte: number): AsyncGenerator<StoredMessage, void, undefined> {
  for (let message = await readMessage(reader, startByte); message; ) {
    if (schemaOf(message.metadata)) throw badArrow(reader.name, 'it has a second schema');
    yield message;
    message = await readMessage(reader, message.endByte);
  }
}

/** Whether a file of so many bytes begins as a stream does: with a message that is a schema. */
export function startsAsStream(head: Uint8Array, sizeBytes: number): boolean {
  if (head.byteLength <= PREFIX_BYTES) return false;
  const prefix = Buffer.from(head.buffer, head.byteOffset, PREFIX_BYTES);
  const metadataBytes = prefix.readInt32LE(4);
  const isPossible = metadataBytes > 0 && metadataBytes <= Math.min(MAX_METADATA_BYTES, sizeBytes - PREFIX_BYTES);
  if (prefix.readInt32LE(0) !== -1 || !isPossible) return false;
  const metadata = Message.getRootAsMessage(new ByteBuffer(head.subarray(PREFIX_BYTES)));
  return metadata.version() >= MetadataVersion.V4 && metadata.headerType() === MessageHeader.Schema;
}
