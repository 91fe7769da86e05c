import { Message } from 'apache-arrow/fb/message';
import { MetadataVersion } from 'apache-arrow/fb/metadata-version';
import { ByteBuffer } from 'flatbuffers';
import type { RandomReader } from '../../../engine/io/random-reader.js';
import { badArrow } from '../bad-arrow.js';

/**
 * Of a batch of a hundred thousand columns. The classes of `apache-arrow/fb` read where they are asked to, and give zeros outside of
 * the bytes: what they say of counts and sizes is compared with the bytes that there are before it is used.
 */
export const MAX_METADATA_BYTES = 2 ** 26;

/** A message of a file or stream: metadata, and the place of its body. */
export interface StoredMessage {
  readonly metadata: Message;
  readonly metadataBytes: number;
  readonly startByte: number;
  readonly bodyStart: number;
  readonly bodyBytes: number;
  readonly endByte: number;
}

/** Before the length of the metadata since version 0.15. */
const CONTINUATION = -1;
const LENGTH_BYTES = 4;
export const PREFIX_BYTES = 2 * LENGTH_BYTES;

/**
 * The message at a position; undefined at the end of a stream: a length of 0, or the end of the file. Throws FormatError('bad-arrow')
 * for one that does not fit into the file.
 */
export async function readMessage(reader: RandomReader, startByte: number): Promise<StoredMessage | undefined> {
  const { name, sizeBytes } = reader;
  if (startByte === sizeBytes) return undefined;
  const at = `the message at byte ${startByte}`;
  const prefix = Buffer.from(await reader.readAt(startByte, Math.min(PREFIX_BYTES, sizeBytes - startByte)));
  const isContinued = prefix.byteLength >= LENGTH_BYTES && prefix.readInt32LE(0) === CONTINUATION;
  const prefixBytes = isContinued ? PREFIX_BYTES : LENGTH_BYTES;
  if (prefix.byteLength < prefixBytes) throw badArrow(name, `${at} is cut off`);
  const metadataBytes = prefix.readInt32LE(prefixBytes - LENGTH_BYTES);
  if (metadataBytes === 0) return undefined;
  const metadataStart = startByte + prefixBytes;
  if (metadataBytes < 0 || metadataBytes > Math.min(MAX_METADATA_BYTES, sizeBytes - metadataStart)) {
    throw badArrow(name, `${at} has ${metadataBytes} bytes of metadata, of ${sizeBytes - metadataStart} that follow`);
  }
  const bytes = new ByteBuffer(await reader.readAt(metadataStart, metadataBytes));
  const metadata = Message.getRootAsMessage(bytes);
  requireVersion(metadata.version(), name);
  const bodyStart = metadataStart + metadataBytes;
  const bodyBytes = metadata.bodyLength();
  if (bodyBytes < 0n || bodyBytes > sizeBytes - bodyStart) {
    throw badArrow(name, `${at} has ${bodyBytes} bytes of data, of ${sizeBytes - bodyStart} that follow`);
  }
  const endByte = bodyStart + Number(bodyBytes);
  return { metadata, metadataBytes, startByte, bodyStart, bodyBytes: Number(bodyBytes), endByte };
}

/** Throws FormatError('bad-arrow') for versions before 0.8 (2017), and for those that are not known. */
export function requireVersion(version: MetadataVersion, file: string): void {
  if (version === MetadataVersion.V4 || version === MetadataVersion.V5) return;
  throw badArrow(file, `its metadata are of version ${version + 1}, and 4 and 5 are read`);
}
