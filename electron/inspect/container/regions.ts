import type { ContainerOverview, RegionKind, RegionSum } from '../../../shared/contract/inspect/document.js';
import { regionKinds } from '../../../shared/contract/inspect/document.js';
import { BLOCK_START_BYTES, BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { checksumByName } from '../../../shared/format/checksums.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES } from '../../../shared/format/metadata-section.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import type { ContainerLayout } from '../../engine/container/layout.js';

/** Sums over the chunks. */
export interface ChunkTotals {
  readonly chunks: number;
  /** Stored bytes of all chunks with their headers and digests. */
  readonly chunksBytes: number;
  /** Bytes of all block starts, and whether all headers were read for it. */
  readonly blockStarts: { readonly sizeBytes: number; readonly isExact: boolean };
}

/** A region of the file in front of the chunks: [startByte, endByte). */
export interface HeadRegion {
  readonly region: RegionKind;
  readonly startByte: number;
  readonly endByte: number;
}

/** Everything before the first chunk, without gaps, in the order of the file. */
export function headRegions({ metadata, offsets, nchunks = 0 }: ContainerLayout): readonly HeadRegion[] {
  const used = Math.min(nchunks, offsets?.slots ?? 0);
  const sizes: readonly (readonly [RegionKind, number])[] = [
    ['header', HEADER_BYTES],
    ['metadata-header', metadata ? METADATA_HEADER_BYTES : 0],
    ['metadata', metadata?.header.metaCompSize ?? 0],
    ['metadata-reserve', metadata ? metadata.header.maxMetaSize - metadata.header.metaCompSize : 0],
    ['metadata-checksum', metadata ? checksumByName(metadata.header.metaChecksum).digestBytes : 0],
    ['offsets', used * OFFSET_BYTES],
    ['offsets-reserve', ((offsets?.slots ?? 0) - used) * OFFSET_BYTES],
  ];
  let startByte = 0;
  return sizes.map(([region, sizeBytes]) => {
    const place = { region, startByte, endByte: startByte + sizeBytes };
    startByte = place.endByte;
    return place;
  });
}

/** Bytes by kind, in the order of the file; their sum is its size. Empty kinds are left out. */
export function regionSums(layout: ContainerLayout, totals: ChunkTotals, fileBytes: number): readonly RegionSum[] {
  const { chunks, chunksBytes, blockStarts } = totals;
  const headers = Math.min(chunks * BLOSC_HEADER_BYTES, chunksBytes);
  const digests = Math.min(chunks * layout.digestBytes, chunksBytes - headers);
  const starts = Math.min(blockStarts.sizeBytes, chunksBytes - headers - digests);
  const basis = blockStarts.isExact ? 'exact' : 'derived';
  const inHead: readonly RegionSum[] = headRegions(layout).map(({ region, startByte, endByte }) => ({
    region,
    sizeBytes: endByte - startByte,
    basis: 'exact',
  }));
  const inChunks: readonly RegionSum[] = [
    { region: 'chunk-header', sizeBytes: headers, basis: 'derived' },
    { region: 'block-starts', sizeBytes: starts, basis },
    { region: 'payload', sizeBytes: chunksBytes - headers - digests - starts, basis },
    { region: 'chunk-checksum', sizeBytes: digests, basis: 'derived' },
  ];
  const known = [...inHead, ...inChunks];
  const rest = fileBytes - known.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const all: readonly RegionSum[] = [...known, { region: 'unknown', sizeBytes: Math.max(0, rest), basis: 'exact' }];
  return all
    .filter(({ sizeBytes }) => sizeBytes > 0)
    .sort((a, b) => regionKinds.indexOf(a.region) - regionKinds.indexOf(b.region));
}

/** An estimate before the headers are read: bytes of block starts if all chunks had blocks like the first. */
export function likelyBlockStarts(chunks: number, first: { nbytes: number; blocksize: number } | undefined): number {
  if (!first || first.blocksize === 0) return 0;
  return chunks * BLOCK_START_BYTES * Math.ceil(first.nbytes / first.blocksize);
}

/** The reserves for growing, and their size. */
export function reserveOf(layout: ContainerLayout, fileBytes: number): ContainerOverview['reserve'] {
  const { metadata, offsets, nchunks = 0 } = layout;
  const offsetSlots = offsets?.slots ?? 0;
  const offsetSlotsUsed = Math.min(offsetSlots, nchunks);
  const metadataRoomBytes = metadata?.header.maxMetaSize ?? 0;
  const metadataUsedBytes = metadata?.header.metaCompSize ?? 0;
  const costBytes = (offsetSlots - offsetSlotsUsed) * OFFSET_BYTES + metadataRoomBytes - metadataUsedBytes;
  return {
    offsetSlots,
    offsetSlotsUsed,
    metadataRoomBytes,
    metadataUsedBytes,
    costBytes: Math.min(costBytes, fileBytes),
  };
}
