import { zlibCompress } from '../../../native/index.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type JsonValue, parseJson, printJson } from '../../../shared/format/json.js';
import {
  METADATA_HEADER_BYTES,
  type MetadataHeader,
  metadataSectionBytes,
  printMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import type { ResolvedMetadataArgs } from '../pack/args.js';
import { computeDigest } from './digest.js';
import { metadataLimit } from './metadata-limit.js';

const U32_MAX = 2 ** 32 - 1;

/** The whole metadata section: header, stored bytes, zero-filled room, digest. The same input gives the same bytes. */
export function encodeMetadata(metadata: JsonValue, args: ResolvedMetadataArgs): Uint8Array {
  const { plainBytes, stored, metaCodec } = encodeJson(metadata, args);
  const room = args.maxMetaSize;
  const maxMetaSize = typeof room === 'function' ? Math.min(room(plainBytes), U32_MAX) : room;
  if (!Number.isInteger(maxMetaSize) || maxMetaSize < stored.byteLength || maxMetaSize > U32_MAX) {
    throw new ArgumentError(
      `the metadata take ${stored.byteLength} bytes, which do not fit the requested room of ${maxMetaSize} bytes`,
      { expected: maxMetaSize, found: stored.byteLength },
    );
  }
  const { metaChecksum, metaLevel, userCodec } = args;
  const header: MetadataHeader = {
    magicFormat: 'JSON',
    metaOptions: 0,
    metaChecksum,
    metaCodec,
    metaLevel,
    metaSize: plainBytes,
    maxMetaSize,
    metaCompSize: stored.byteLength,
    userCodec,
  };
  return sectionOf(header, stored);
}

/**
 * Encodes metadata to replace an existing section: of the same length, with the same checksum, level, user codec and room, and with
 * the same codec if it makes the text shorter. Undefined when they do not fit the room.
 */
export function encodeInRoom(metadata: JsonValue, old: MetadataHeader): Uint8Array | undefined {
  // A header also has codec None when zlib made the text longer: then the level is not 0.
  const metaCodec = old.metaCodec === 'None' && old.metaLevel > 0 ? 'zlib' : old.metaCodec;
  const encoded = encodeJson(metadata, { metaCodec, metaLevel: old.metaLevel });
  if (encoded.stored.byteLength > old.maxMetaSize) return undefined;
  const header: MetadataHeader = {
    ...old,
    magicFormat: 'JSON',
    metaCodec: encoded.metaCodec,
    metaSize: encoded.plainBytes,
    metaCompSize: encoded.stored.byteLength,
  };
  return sectionOf(header, encoded.stored);
}

interface EncodedJson {
  readonly plainBytes: number;
  readonly stored: Uint8Array;
  readonly metaCodec: 'None' | 'zlib';
}

/** Serialises the metadata and compresses them, unless this makes them longer, as the reference does. */
function encodeJson(metadata: JsonValue, args: Pick<ResolvedMetadataArgs, 'metaCodec' | 'metaLevel'>): EncodedJson {
  const text = printJson(metadata);
  const plain = new TextEncoder().encode(text);
  requireReadable(plain.byteLength, text);
  const deflated = args.metaCodec === 'zlib' ? zlibCompress(plain, args.metaLevel) : undefined;
  const useZlib = deflated !== undefined && deflated.byteLength <= plain.byteLength;
  return { plainBytes: plain.byteLength, stored: useZlib ? deflated : plain, metaCodec: useZlib ? 'zlib' : 'None' };
}

/** Throws ArgumentError for metadata that could not be read again within the limits for reading. */
function requireReadable(plainBytes: number, text: string): void {
  const { bytes, values } = metadataLimit();
  if (plainBytes > bytes) {
    throw new ArgumentError(
      `the metadata have ${plainBytes} bytes, more than the limit of ${bytes} (--max-metadata raises it)`,
      { expected: bytes, found: plainBytes },
    );
  }
  // A value has at least one character.
  if (plainBytes > values) parseJson(text, { values });
}

function sectionOf(header: MetadataHeader, stored: Uint8Array): Uint8Array {
  const section = new Uint8Array(metadataSectionBytes(header));
  section.set(printMetadataHeader(header), 0);
  section.set(stored, METADATA_HEADER_BYTES);
  section.set(computeDigest(header.metaChecksum, stored), METADATA_HEADER_BYTES + header.maxMetaSize);
  return section;
}
