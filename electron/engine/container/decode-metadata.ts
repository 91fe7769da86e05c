import { inflateSync } from 'node:zlib';
import { toHex } from '../../../shared/format/bytes.js';
import { ChecksumError, FormatError } from '../../../shared/format/errors.js';
import { type JsonValue, parseJson } from '../../../shared/format/json.js';
import { METADATA_HEADER_BYTES, type MetadataHeader } from '../../../shared/format/metadata-section.js';
import type { RandomReader } from '../io/random-reader.js';
import { computeDigest, digestBytes, equalBytes } from './digest.js';
import type { ContainerLayout } from './layout.js';
import { metadataLimit } from './metadata-limit.js';

/** Decoded metadata: JSON, or bytes in an unknown format. */
export type Metadata =
  | { readonly kind: 'json'; readonly value: JsonValue }
  | { readonly kind: 'raw'; readonly magicFormat: string; readonly bytes: Uint8Array };

/**
 * Reads, checks and parses the metadata of a container; undefined when it has none. Throws ChecksumError('metadata') for a
 * wrong digest and FormatError('bad-metadata') for anything else that is wrong with them.
 */
export async function readMetadata(reader: RandomReader, layout: ContainerLayout): Promise<Metadata | undefined> {
  const section = layout.metadata;
  const bytes = await readMetadataBytes(reader, layout);
  if (section === undefined || bytes === undefined) return undefined;
  const { magicFormat } = section.header;
  if (magicFormat !== 'JSON') return { kind: 'raw', magicFormat, bytes };
  return { kind: 'json', value: parseText(bytes, section.positionBytes) };
}

/** The serialised metadata: checked and inflated, but not parsed. Throws as `readMetadata` does. */
export async function readMetadataBytes(
  reader: RandomReader,
  layout: ContainerLayout,
): Promise<Uint8Array | undefined> {
  const section = layout.metadata;
  if (section === undefined) return undefined;
  const { header, positionBytes } = section;
  const claimed = Math.max(header.metaSize, header.metaCompSize);
  const { bytes: most } = metadataLimit();
  if (claimed > most) {
    throw badMetadata(
      `the metadata have ${claimed} bytes, more than the limit of ${most} (--max-metadata raises it)`,
      positionBytes,
    );
  }
  const storedAt = positionBytes + METADATA_HEADER_BYTES;
  const stored = await reader.readAt(storedAt, header.metaCompSize);
  const digest = await reader.readAt(storedAt + header.maxMetaSize, digestBytes(header.metaChecksum));
  return decodeBytes(header, stored, digest, positionBytes);
}

/** Checks the digest and inflates. Throws when the result has another size than the header states. */
function decodeBytes(
  header: MetadataHeader,
  stored: Uint8Array,
  digest: Uint8Array,
  positionBytes: number,
): Uint8Array {
  const actual = computeDigest(header.metaChecksum, stored);
  if (!equalBytes(actual, digest)) {
    throw new ChecksumError(
      'metadata',
      `the ${header.metaChecksum} of the metadata does not match: stored ${toHex(digest)}, computed ${toHex(actual)}`,
      { offsetBytes: positionBytes, expected: toHex(digest), found: toHex(actual) },
    );
  }
  const plain = header.metaCodec === 'zlib' ? inflate(stored, header.metaSize, positionBytes) : stored;
  if (plain.byteLength === header.metaSize) return plain;
  throw badMetadata(
    `the metadata header says ${header.metaSize} bytes, but there are ${plain.byteLength}`,
    positionBytes,
  );
}

function inflate(stored: Uint8Array, metaSize: number, positionBytes: number): Uint8Array {
  try {
    // One byte more than the header states, so that a longer result is detected without inflating all of it.
    return inflateSync(stored, { maxOutputLength: metaSize + 1 });
  } catch (error) {
    throw badMetadata(
      `the metadata do not inflate to the ${metaSize} bytes that their header announces`,
      positionBytes,
      error,
    );
  }
}

function parseText(plain: Uint8Array, positionBytes: number): JsonValue {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(plain), metadataLimit());
  } catch (error) {
    const tooMany = error instanceof FormatError && error.message.includes('at most');
    const reason = tooMany ? `: ${error.message} (--max-metadata raises the number of values)` : '';
    throw badMetadata(`the metadata are not valid JSON${reason}`, positionBytes, error);
  }
}

function badMetadata(message: string, offsetBytes: number, cause?: unknown): FormatError {
  return new FormatError('bad-metadata', message, { offsetBytes }, cause);
}
