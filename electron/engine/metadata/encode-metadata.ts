import { zlibCompress } from '../../../native/index.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type JsonValue, printJson } from '../../../shared/format/json.js';
import {
  type MetadataHeader,
  metadataSectionBytes,
  printMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import type { ResolvedMetadataArgs } from '../args.js';
import { computeDigest } from '../digest.js';

const U32_MAX = 2 ** 32 - 1;

/** The whole metadata section: header, stored bytes, zero-filled room, digest. The same input gives the same bytes. */
export function encodeMetadata(metadata: JsonValue, args: ResolvedMetadataArgs): Uint8Array {
  const { header, stored } = encodeStored(metadata, args);
  const section = new Uint8Array(metadataSectionBytes(header));
  section.set(printMetadataHeader(header), 0);
  section.set(stored, 32);
  section.set(computeDigest(header.metaChecksum, stored), 32 + header.maxMetaSize);
  return section;
}

/** Serialises and, where it makes them smaller, compresses metadata. */
function encodeStored(metadata: JsonValue, args: ResolvedMetadataArgs): { header: MetadataHeader; stored: Uint8Array } {
  const plain = new TextEncoder().encode(printJson(metadata));
  const deflated = args.metaCodec === 'zlib' ? zlibCompress(plain, args.metaLevel) : undefined;
  // The reference falls back to storing when zlib makes them longer, and keeps the asked level in the header.
  const useZlib = deflated !== undefined && deflated.byteLength <= plain.byteLength;
  const stored = useZlib ? deflated : plain;
  const room = args.maxMetaSize;
  const maxMetaSize = typeof room === 'function' ? Math.min(room(plain.byteLength), U32_MAX) : room;
  if (!Number.isInteger(maxMetaSize) || maxMetaSize < stored.byteLength || maxMetaSize > U32_MAX) {
    throw new ArgumentError(
      `the metadata take ${stored.byteLength} bytes, which do not fit the room of ${maxMetaSize} bytes asked for them`,
      { expected: maxMetaSize, found: stored.byteLength },
    );
  }
  return {
    stored,
    header: {
      magicFormat: 'JSON',
      metaOptions: 0,
      metaChecksum: args.metaChecksum,
      metaCodec: useZlib ? 'zlib' : 'None',
      metaLevel: args.metaLevel,
      metaSize: plain.byteLength,
      maxMetaSize,
      metaCompSize: stored.byteLength,
      userCodec: args.userCodec,
    },
  };
}
