import { HEADER_BYTES } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { offsetsSectionBytes } from '../../../shared/format/offsets.js';
import { digestBytes } from '../../engine/container/digest.js';
import { type PackOptions, planPack } from '../../engine/pack/pack.js';

/** What a chunk can grow by: Blosc's header over a plain copy. */
const CHUNK_OVERHEAD_BYTES = 16;

/** Data to be compressed, as far as its container's size depends on it. */
export interface PlainFacts {
  readonly sizeBytes: number;
  readonly itemsize?: number;
  readonly metadata?: JsonValue;
}

/**
 * The largest container that the data can become: header, metadata with their room, offsets with their reserve, and every
 * chunk stored as a copy. Throws ArgumentError for options that Blosc would refuse.
 */
export function mostContainerBytes(plain: PlainFacts, options: PackOptions): number {
  const { header, metadataSection } = planPack({ name: '<plan>', chunks: () => [], ...plain }, options);
  const eachChunk = CHUNK_OVERHEAD_BYTES + digestBytes(header.checksum);
  const head = HEADER_BYTES + metadataSection.byteLength + Number(offsetsSectionBytes(header));
  return head + plain.sizeBytes + Number(header.nchunks) * eachChunk;
}
