import { Block } from 'apache-arrow/fb/block';
import { Footer } from 'apache-arrow/fb/footer';
import { ByteBuffer } from 'flatbuffers';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { badArrow } from '../bad-arrow.js';
import { columnsOf } from './columns.js';
import type { ArrowContent } from './content.js';
import { MAX_METADATA_BYTES, readMessage, requireVersion, type StoredMessage } from './messages.js';

/** At the start and the end of a file; a stream has none. */
export const MAGIC = 'ARROW1';
/** The length of the footer (i32), and the magic. */
const TAIL_BYTES = 4 + MAGIC.length;

/** What the footer of a file says. Throws FormatError('bad-arrow'). */
export async function fileContent(reader: RandomReader): Promise<ArrowContent> {
  const { name } = reader;
  const { footer, metadataBytes } = await readFooter(reader);
  const schema = footer.schema();
  if (!schema) throw badArrow(name, 'it has no schema');
  const count = footer.recordBatchesLength();
  if (count < 0 || count * Block.sizeOf() > metadataBytes) {
    throw badArrow(name, `it has ${count} record batches in ${metadataBytes} bytes of metadata`);
  }
  const columns = columnsOf(schema, footer.version(), metadataBytes, name);
  return { columns, metadataBytes, messages: () => blocks(reader, footer, count) };
}

async function readFooter(reader: RandomReader): Promise<{ readonly footer: Footer; readonly metadataBytes: number }> {
  const { name, sizeBytes } = reader;
  if (sizeBytes < MAGIC.length + TAIL_BYTES) throw badArrow(name, 'it is too short');
  const tail = Buffer.from(await reader.readAt(sizeBytes - TAIL_BYTES, TAIL_BYTES));
  if (tail.toString('latin1', TAIL_BYTES - MAGIC.length) !== MAGIC) {
    throw badArrow(name, 'it does not end as an Arrow file does, and may be cut off');
  }
  const metadataBytes = tail.readInt32LE(0);
  if (metadataBytes <= 0 || metadataBytes > Math.min(MAX_METADATA_BYTES, sizeBytes - TAIL_BYTES)) {
    throw badArrow(name, `its metadata have ${metadataBytes} bytes, of ${sizeBytes} in all`);
  }
  const bytes = await reader.readAt(sizeBytes - TAIL_BYTES - metadataBytes, metadataBytes);
  const footer = Footer.getRootAsFooter(new ByteBuffer(bytes));
  requireVersion(footer.version(), name);
  return { footer, metadataBytes };
}

/** A footer may name one record batch again and again: together they have no more bytes than the file. */
async function* blocks(
  reader: RandomReader,
  footer: Footer,
  count: number,
): AsyncGenerator<StoredMessage, void, undefined> {
  const { name, sizeBytes } = reader;
  let bytesLeft = sizeBytes;
  for (let index = 0; index < count; index++) {
    const offset = footer.recordBatches(index)?.offset() ?? -1n;
    const isInside = offset >= 0n && offset < sizeBytes;
    const message = isInside ? await readMessage(reader, Number(offset)) : undefined;
    if (!message) throw badArrow(name, `record batch ${index} is not at byte ${offset}, of ${sizeBytes} in all`);
    bytesLeft -= message.endByte - message.startByte;
    if (bytesLeft < 0) throw badArrow(name, 'its record batches have more bytes than the file');
    yield message;
  }
}
