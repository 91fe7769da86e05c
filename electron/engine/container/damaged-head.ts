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
import {
  METADATA_HEADER_BYTES,
  printMetadataHeader,
  type RawMetadataHeader,
} from '../../../shared/format/metadata-section.js';
import { OFFSET_BYTES } from '../../../shared/format/offsets.js';
import { overlayReader } from '../in-place/overlay-reader.js';
import type { RandomReader } from '../io/random-reader.js';
import { isFinding } from '../verify/from-error.js';
import { type RawHead, readRawHead } from './head.js';
import { type ContainerLayout, readLayout } from './layout.js';
import { readChunkHeader } from './stored-chunks.js';

/** A damaged head in which wrong fields were replaced, so that its chunks are found. */
export interface RecoveredHead {
  readonly layout: ContainerLayout;
  /** Whether the metadata header is the file's own, so that the metadata can be read. */
  readonly hasMetadata: boolean;
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
  const candidates = [
    ...(sound ? [{ header: sound, chunks: 1 } as const] : []),
    ...[...likelyHeaders(raw.header, await countsOfOffsets(reader, raw))].map(
      (header) => ({ header, chunks: 2 }) as const,
    ),
  ];
  for (const { header, chunks } of candidates) {
    for (const metaChecksum of [undefined, ...likelyMetadataChecksums(raw, header)]) {
      const recovered = patched(reader, header, raw, metaChecksum);
      const layout = await soundLayout(recovered, chunks);
      if (layout) return { layout, reader: recovered, hasMetadata: header.metadata && metaChecksum === undefined };
    }
  }
  return undefined;
}

/** The number of chunks and the room for more. */
type Counts = Pick<BloscpackHeader, 'nchunks' | 'maxAppChunks'>;

/** More offsets are not counted. */
const MAX_COUNTED_OFFSETS = 2 ** 22;

/**
 * The counts by the offsets themselves: the first one is where the section ends, and those of chunks ascend. Undefined without
 * offsets, and when the first one is wrong.
 */
async function countsOfOffsets(reader: RandomReader, { header, metadata }: RawHead): Promise<Counts | undefined> {
  const sections = sectionsOf({ options: header.options ?? 0 });
  if (!sections.offsets || (sections.metadata && metadata?.maxMetaSize === undefined)) return undefined;
  const offsetsAt = HEADER_BYTES + (sections.metadata ? likelyMetadataBytes(metadata ?? {}) : 0);
  if (offsetsAt < HEADER_BYTES || offsetsAt + OFFSET_BYTES > reader.sizeBytes) return undefined;
  const [first = -1] = await entriesAt(reader, offsetsAt, 1);
  const slots = (first - offsetsAt) / OFFSET_BYTES;
  const isPossible = Number.isInteger(slots) && slots > 0 && slots <= MAX_COUNTED_OFFSETS && first < reader.sizeBytes;
  if (!isPossible) return undefined;
  const offsets = await entriesAt(reader, offsetsAt, slots);
  const end = offsets.findIndex((offset, index) => index > 0 && !(offset > (offsets[index - 1] ?? 0)));
  const nchunks = end < 0 ? slots : end;
  return { nchunks: BigInt(nchunks), maxAppChunks: BigInt(slots - nchunks) };
}

/** Entries of the offsets section as they are stored, also impossible ones. */
async function entriesAt(reader: RandomReader, positionBytes: number, count: number): Promise<readonly number[]> {
  const bytes = await reader.readAt(positionBytes, count * OFFSET_BYTES);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, entry) => Number(view.getBigInt64(entry * OFFSET_BYTES, true)));
}

function likelyMetadataBytes({ maxMetaSize = 0, metaChecksum = 0 }: Partial<RawMetadataHeader>): number {
  return METADATA_HEADER_BYTES + maxMetaSize + (CHECKSUMS[metaChecksum]?.digestBytes ?? 0);
}

/**
 * Headers in which each invalid field is replaced; there are several candidates for the room for appending and for the checksum.
 */
function* likelyHeaders(raw: Partial<RawHeader>, counted: Counts | undefined): Generator<BloscpackHeader> {
  const { options, typesize, chunkSize = -1, lastChunk = -1, nchunks, maxAppChunks } = raw;
  if (raw.magic !== MAGIC || options === undefined || nchunks === undefined || maxAppChunks === undefined) return;
  const { offsets, metadata } = sectionsOf({ options });
  const wholeChunk = likelySize(chunkSize, MAX_CHUNK_SIZE);
  const fixed = {
    formatVersion: FORMAT_VERSION,
    offsets,
    metadata,
    typesize: typesize ?? 1,
    chunkSize: wholeChunk,
    lastChunk: likelySize(lastChunk, wholeChunk < 0 ? MAX_CHUNK_SIZE : wholeChunk),
  } as const;
  for (const counts of likelyCounts({ nchunks, maxAppChunks }, counted, offsets)) {
    for (const checksum of likelyChecksums(raw.checksum)) yield { ...fixed, ...counts, checksum };
  }
}

/** The counts of the header, if they are possible, with several candidates for the room; then those of the offsets. */
function likelyCounts(stored: Counts, counted: Counts | undefined, offsets: boolean): readonly Counts[] {
  const { nchunks, maxAppChunks } = stored;
  const isPossible = nchunks >= (offsets ? 1n : -1n) && nchunks !== 0n;
  const rooms = isPossible ? likelyRooms(nchunks, maxAppChunks, offsets) : [];
  return [
    ...rooms.map((room) => ({ nchunks, maxAppChunks: room })),
    ...(counted ? [counted] : []),
    // Without offsets the chunks can be found without a count.
    ...(offsets ? [] : [{ nchunks: -1n, maxAppChunks: 0n }]),
  ];
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
  metaChecksum: ChecksumName | undefined,
): RandomReader {
  const patches = [{ positionBytes: 0, bytes: printHeader(header) }];
  const maxMetaSize = metadata?.maxMetaSize;
  if (
    metaChecksum !== undefined &&
    header.metadata &&
    maxMetaSize !== undefined &&
    reader.sizeBytes >= HEADER_BYTES + METADATA_HEADER_BYTES
  ) {
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
