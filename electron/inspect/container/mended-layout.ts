import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { CHECKSUMS, type ChecksumName } from '../../../shared/format/checksums.js';
import {
  type BloscpackHeader,
  FORMAT_VERSION,
  HEADER_BYTES,
  MAGIC,
  MAX_CHUNK_SIZE,
  printHeader,
} from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES, printMetadataHeader } from '../../../shared/format/metadata-section.js';
import { type ContainerLayout, readLayout } from '../../engine/container/layout.js';
import { readChunkHeader } from '../../engine/container/walk-chunks.js';
import { overlayReader } from '../../engine/in-place/overlay-reader.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { isFinding } from '../../engine/verify/from-error.js';
import type { HeadFields } from './head-fields.js';
import type { RawHeader } from './header-fields.js';

/** A damaged head with its wrong fields replaced by ones that lead to right chunks. */
export interface MendedHead {
  readonly layout: ContainerLayout;
  /** Shows the mended head and otherwise the file. */
  readonly reader: RandomReader;
}

/** As the reference reserves them. */
const DEFAULT_APPEND_FACTOR = 10n;

/**
 * Tries to see past a damaged header or metadata header, so that the chunks can be browsed all the same: what is wrong
 * is replaced by what it most likely was, and believed only if two chunks in a row are then where they should be.
 * Undefined when it does not work out.
 */
export async function mendHead(reader: RandomReader, fields: HeadFields): Promise<MendedHead | undefined> {
  for (const header of likelyHeaders(fields.raw)) {
    for (const metaChecksum of likelyChecksums(fields.rawMetadata?.metaChecksum, header.metadata)) {
      const mended = patched(reader, header, fields, metaChecksum);
      const layout = await soundLayout(mended);
      if (layout) return { layout, reader: mended };
    }
  }
  return undefined;
}

/**
 * The header with each field that breaks a rule replaced; the room for appending and the checksum have several
 * candidates.
 */
function* likelyHeaders(raw: Partial<RawHeader>): Generator<BloscpackHeader> {
  const { options, typesize, chunkSize = -1, lastChunk = -1, nchunks, maxAppChunks } = raw;
  if (raw.magic !== MAGIC || options === undefined || nchunks === undefined || maxAppChunks === undefined) return;
  const offsets = (options & 1) !== 0;
  if (nchunks < (offsets ? 1n : -1n) || nchunks === 0n) return;
  const wholeChunk = likelySize(chunkSize, MAX_CHUNK_SIZE);
  const fixed = {
    formatVersion: FORMAT_VERSION,
    offsets,
    metadata: (options & 2) !== 0,
    typesize: typesize ?? 1,
    chunkSize: wholeChunk,
    lastChunk: likelySize(lastChunk, wholeChunk < 0 ? MAX_CHUNK_SIZE : wholeChunk),
    nchunks,
  } as const;
  for (const room of likelyRooms(nchunks, maxAppChunks, offsets)) {
    for (const checksum of likelyChecksums(raw.checksum, true)) yield { ...fixed, checksum, maxAppChunks: room };
  }
}

function likelySize(size: number, most: number): number {
  return size >= -1 && size <= most ? size : -1;
}

/**
 * The reserved slots that are claimed, those that the reference would reserve, or none; as far as a file can have them.
 */
function likelyRooms(nchunks: bigint, claimed: bigint, offsets: boolean): readonly bigint[] {
  const rooms = offsets ? [...new Set([claimed, nchunks * DEFAULT_APPEND_FACTOR, 0n])] : [0n];
  return rooms.filter((room) => room >= 0n && nchunks + room <= BigInt(Number.MAX_SAFE_INTEGER));
}

/** The one there is, or each in turn when it is none. */
function likelyChecksums(id: number | undefined, isUsed: boolean): readonly ChecksumName[] {
  const named = id === undefined || !isUsed ? CHECKSUMS[0] : CHECKSUMS[id];
  return named ? [named.name] : CHECKSUMS.map(({ name }) => name);
}

function patched(
  reader: RandomReader,
  header: BloscpackHeader,
  { rawMetadata }: HeadFields,
  metaChecksum: ChecksumName,
): RandomReader {
  const patches = [{ positionBytes: 0, bytes: printHeader(header) }];
  const maxMetaSize = rawMetadata?.maxMetaSize;
  if (header.metadata && maxMetaSize !== undefined && reader.sizeBytes >= HEADER_BYTES + METADATA_HEADER_BYTES) {
    const names = { magicFormat: '', userCodec: '' };
    const sizes = { metaSize: 0, maxMetaSize, metaCompSize: 0 };
    const bytes = printMetadataHeader({
      ...names,
      ...sizes,
      metaOptions: 0,
      metaChecksum,
      metaCodec: 'None',
      metaLevel: 0,
    });
    patches.push({ positionBytes: HEADER_BYTES, bytes });
  }
  return overlayReader(reader, patches, async () => {});
}

/** The layout, if a right chunk stands at its first place and another one, or the end of the file, behind it. */
async function soundLayout(reader: RandomReader): Promise<ContainerLayout | undefined> {
  try {
    const layout = await readLayout(reader);
    const first = await readChunkHeader(reader, layout, 0, layout.chunksPositionBytes);
    const secondAt = layout.chunksPositionBytes + first.ctbytes + layout.digestBytes;
    const isOnly = layout.nchunks === 1 || secondAt + BLOSC_HEADER_BYTES > reader.sizeBytes;
    if (!isOnly) await readChunkHeader(reader, layout, 1, secondAt);
    return layout;
  } catch (error) {
    if (isFinding(error)) return undefined;
    throw error;
  }
}
