import { HEADER_BYTES } from '../../../shared/format/header.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { offsetsSectionBytes } from '../../../shared/format/offsets.js';
import { digestBytes } from '../../engine/container/digest.js';
import { type PackOptions, planPack } from '../../engine/pack/pack.js';

/** Most bytes by which a chunk can grow: Blosc's header before a plain copy. */
const CHUNK_OVERHEAD_BYTES = 16;

/** Facts of the data on which the container's size depends. */
export interface PlainFacts {
  readonly sizeBytes: number;
  readonly itemsize?: number;
  readonly metadata?: JsonValue;
}

/**
 * The largest possible size of the container: header, metadata with their room, offsets with their reserve, and every
 * chunk stored as a copy. Throws ArgumentError for options that Blosc would refuse.
 */
export function mostContainerBytes(plain: PlainFacts, options: PackOptions): number {
  const { header, metadataSection } = planPack({ name: '<plan>', chunks: () => [], ...plain }, options);
  const eachChunk = CHUNK_OVERHEAD_BYTES + digestBytes(header.checksum);
  const head = HEADER_BYTES + metadataSection.byteLength + Number(offsetsSectionBytes(header));
  return head + plain.sizeBytes + Number(header.nchunks) * eachChunk;
}
