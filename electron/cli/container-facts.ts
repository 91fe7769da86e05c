import { type BloscHeader, bloscFlags } from '../../shared/format/blosc-chunk.js';
import { toHex } from '../../shared/format/bytes.js';
import type { BloscpackHeader } from '../../shared/format/header.js';
import type { JsonValue } from '../../shared/format/json.js';
import type { MetadataHeader } from '../../shared/format/metadata-section.js';
import { OFFSET_BYTES, parseOffsets } from '../../shared/format/offsets.js';
import { type Metadata, readMetadata } from '../engine/container/decode-metadata.js';
import { type ContainerLayout, readHeader, readLayoutBehind } from '../engine/container/layout.js';
import { readChunkHeader } from '../engine/container/stored-chunks.js';
import type { RandomReader } from '../engine/io/random-reader.js';

/** As many offsets as the reference shows. */
const SHOWN_OFFSETS = 5;

/** What `blpk info` prints. Of a damaged container: all that could be read, and the first failure. */
export interface ContainerFacts {
  readonly header?: BloscpackHeader;
  readonly metadataHeader?: MetadataHeader;
  /** The first few; -1 where unknown. */
  readonly offsets?: readonly number[];
  readonly metadata?: Metadata;
  readonly firstChunk?: BloscHeader;
  readonly failure?: unknown;
}

/**
 * Reads the heads of the sections, the metadata, the first offsets and the first chunk's header: a few reads, however many
 * chunks there are. Never throws for damage.
 */
export async function readContainerFacts(reader: RandomReader): Promise<ContainerFacts> {
  const failures: unknown[] = [];
  const attempt = async <T>(read: () => Promise<T>): Promise<T | undefined> =>
    read().catch((error: unknown) => {
      failures.push(error);
      return undefined;
    });
  const header = await attempt(() => readHeader(reader));
  const layout = header && (await attempt(() => readLayoutBehind(reader, header)));
  const offsets = layout && (await attempt(() => readFirstOffsets(reader, layout)));
  const metadata = layout && (await attempt(() => readMetadata(reader, layout)));
  const firstChunk = layout && (await attempt(() => readChunkHeader(reader, layout, 0, layout.chunksPositionBytes)));
  return {
    ...(header && { header }),
    ...(layout?.metadata && { metadataHeader: layout.metadata.header }),
    ...(offsets && { offsets }),
    ...(metadata && { metadata }),
    ...(firstChunk && { firstChunk }),
    ...(failures.length > 0 && { failure: failures[0] }),
  };
}

async function readFirstOffsets(reader: RandomReader, layout: ContainerLayout): Promise<number[] | undefined> {
  if (layout.offsets === undefined) return undefined;
  const shown = Math.min(SHOWN_OFFSETS, layout.nchunks ?? 0, layout.offsets.slots);
  return parseOffsets(await reader.readAt(layout.offsets.positionBytes, shown * OFFSET_BYTES));
}

/** The flags under the reference's names. */
export interface FlagsRecord {
  readonly byte_shuffle: boolean;
  readonly pure_memcpy: boolean;
  readonly bit_shuffle: boolean;
  /**
   * Whether blocks really are split into one stream for each byte of an item. The reference prints the flag bit itself here,
   * which means the opposite: it says True for chunks that are not split.
   */
  readonly split_blocks: boolean;
  readonly codec: string;
}

export function flagsRecord({ flags }: BloscHeader): FlagsRecord {
  const { byteShuffle, memcpyed, bitShuffle, notSplit, codec, codecId } = bloscFlags(flags);
  return {
    byte_shuffle: byteShuffle,
    pure_memcpy: memcpyed,
    bit_shuffle: bitShuffle,
    split_blocks: !notSplit && !memcpyed,
    codec: codec ?? `unknown (${codecId})`,
  };
}

/** Metadata for a JSON document: as they are, or as hex where their serialiser is unknown. */
export function metadataRecord(metadata: Metadata): JsonValue {
  return metadata.kind === 'json' ? metadata.value : { magic_format: metadata.magicFormat, hex: toHex(metadata.bytes) };
}
