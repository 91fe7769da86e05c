import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { CHECKSUMS, type ChecksumName } from '../../../shared/format/checksums.js';
import {
  type BloscpackHeader,
  FORMAT_VERSION,
  HEADER_BYTES,
  MAGIC,
  MAX_CHUNK_SIZE,
  printHeader,
  type RawHeader,
  sectionsOf,
} from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES, printMetadataHeader } from '../../../shared/format/metadata-section.js';
import { overlayReader } from '../in-place/overlay-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import { isFinding } from '../verify/from-error.js';
import { type RawHead, readRawHead } from './head.js';
import { type ContainerLayout, readLayout } from './layout.js';
import { readChunkHeader } from './stored-chunks.js';

/** A damaged head in which wrong fields were replaced, so that its chunks are found. */
export interface RecoveredHead {
  readonly layout: ContainerLayout;
  /** Reads the recovered head in place of the damaged one, and otherwise the file. */
  readonly reader: RandomReader;
}

/** As the reference reserves them. */
const DEFAULT_APPEND_FACTOR = 10n;

/**
 * Finds the chunks behind a damaged header or metadata header. Tries the most likely values for the wrong fields and accepts those
 * with which valid chunks are in the expected places: the first two, or only the first if the header itself is right (`sound`) and
 * only the metadata header is damaged. Undefined when no values lead to chunks.
 */
export async function recoverHead(reader: RandomReader, sound?: BloscpackHeader): Promise<RecoveredHead | undefined> {
  const raw = await readRawHead(reader);
  for (const header of sound ? [sound] : likelyHeaders(raw.header)) {
    for (const metaChecksum of likelyMetadataChecksums(raw, header)) {
      const recovered = patched(reader, header, raw, metaChecksum);
      const layout = await soundLayout(recovered, sound ? 1 : 2);
      if (layout) return { layout, reader: recovered };
    }
  }
  return undefined;
}

/**
 * Headers in which each invalid field is replaced; there are several candidates for the room for appending and for the checksum.
 */
function* likelyHeaders(raw: Partial<RawHeader>): Generator<BloscpackHeader> {
  const { options, typesize, chunkSize = -1, lastChunk = -1, nchunks, maxAppChunks } = raw;
  if (raw.magic !== MAGIC || options === undefined || nchunks === undefined || maxAppChunks === undefined) return;
  const { offsets, metadata } = sectionsOf({ options });
  if (nchunks < (offsets ? 1n : -1n) || nchunks === 0n) return;
  const wholeChunk = likelySize(chunkSize, MAX_CHUNK_SIZE);
  const fixed = {
    formatVersion: FORMAT_VERSION,
    offsets,
    metadata,
    typesize: typesize ?? 1,
    chunkSize: wholeChunk,
    lastChunk: likelySize(lastChunk, wholeChunk < 0 ? MAX_CHUNK_SIZE : wholeChunk),
    nchunks,
  } as const;
  for (const room of likelyRooms(nchunks, maxAppChunks, offsets)) {
    for (const checksum of likelyChecksums(raw.checksum)) yield { ...fixed, checksum, maxAppChunks: room };
  }
}

function likelySize(size: number, most: number): number {
  return size >= -1 && size <= most ? size : -1;
}

/**
 * Candidates for the number of reserved slots: the stored one, the reference's default, and none. Without impossible ones.
 */
function likelyRooms(nchunks: bigint, claimed: bigint, offsets: boolean): readonly bigint[] {
  const rooms = offsets ? [...new Set([claimed, nchunks * DEFAULT_APPEND_FACTOR, 0n])] : [0n];
  return rooms.filter((room) => room >= 0n && nchunks + room <= BigInt(Number.MAX_SAFE_INTEGER));
}

/** The stored checksum or, if it is invalid, all of them. */
function likelyChecksums(id: number | undefined): readonly ChecksumName[] {
  const named = CHECKSUMS[id ?? 0];
  return named ? [named.name] : CHECKSUMS.map(({ name }) => name);
}

/** The stored checksum first, then the others. Only the length of the digest matters here. */
function likelyMetadataChecksums({ metadata }: RawHead, header: BloscpackHeader): readonly ChecksumName[] {
  if (!header.metadata) return ['None'];
  return [...new Set([...likelyChecksums(metadata?.metaChecksum), ...CHECKSUMS.map(({ name }) => name)])];
}

function patched(
  reader: RandomReader,
  header: BloscpackHeader,
  { metadata }: RawHead,
  metaChecksum: ChecksumName,
): RandomReader {
  const patches = [{ positionBytes: 0, bytes: printHeader(header) }];
  const maxMetaSize = metadata?.maxMetaSize;
  if (header.metadata && maxMetaSize !== undefined && reader.sizeBytes >= HEADER_BYTES + METADATA_HEADER_BYTES) {
    const bytes = printMetadataHeader({
      magicFormat: '',
      metaOptions: 0,
      metaChecksum,
      metaCodec: 'None',
      metaLevel: 0,
      metaSize: 0,
      maxMetaSize,
      metaCompSize: 0,
      userCodec: '',
    });
    patches.push({ positionBytes: HEADER_BYTES, bytes });
  }
  return overlayReader(reader, patches, async () => {});
}

/** The layout, if the first one or two chunks are valid; undefined otherwise. */
async function soundLayout(reader: RandomReader, chunks: 1 | 2): Promise<ContainerLayout | undefined> {
  try {
    const layout = await readLayout(reader);
    const first = await readChunkHeader(reader, layout, 0, layout.chunksPositionBytes);
    const secondAt = layout.chunksPositionBytes + first.ctbytes + layout.digestBytes;
    const isOnly = chunks === 1 || layout.nchunks === 1 || secondAt + BLOSC_HEADER_BYTES > reader.sizeBytes;
    if (!isOnly) await readChunkHeader(reader, layout, 1, secondAt);
    return layout;
  } catch (error) {
    if (isFinding(error)) return undefined;
    throw error;
  }
}
