import { isBloscpackError } from '../../../shared/format/errors.js';
import { HEADER_BYTES } from '../../../shared/format/header.js';
import { METADATA_HEADER_BYTES } from '../../../shared/format/metadata-section.js';
import { OFFSET_BYTES, parseOffsets, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import { digestBytes, equalBytes } from '../container/digest.js';
import { type ContainerLayout, readLayout } from '../container/layout.js';
import type { RandomReader } from '../io/random-reader.js';
import type { UndoPatch } from './undo.js';

/** Metadata, or a last chunk, up to this size are copied into memory, so that no reader gets a half-edited one. */
const MAX_SNAPSHOT_BYTES = 8 * 2 ** 20;
/** Size of each sample: two chunks of different data differ within far fewer bytes. */
const SAMPLE_BYTES = 4096;
/** Of the header: magic, version, options, checksum and typesize, which no edit changes. */
const FIXED_HEADER_BYTES = 8;

/** Copies of the parts of a container that an append or a metadata edit can change. */
export interface Snapshot {
  readonly copies: readonly UndoPatch[];
  /** Whether `copies` are all the parts that such an edit can change, except the unused slots. */
  readonly complete: boolean;
  /** Offset slots that are not used yet: an append fills them, and only a check of the whole container reads them. */
  readonly unusedSlots: Range;
  /** Samples of the bytes that no edit changes; empty when there are none between the changeable parts. */
  readonly samples: readonly UndoPatch[];
}

/** Bytes [start, end) of the container. */
type Range = readonly [startByte: number, endByte: number];

export async function takeSnapshot(reader: RandomReader): Promise<Snapshot> {
  const { ranges, kept, ...parts } = await changeableParts(reader);
  const copies = await Promise.all(ranges.map((range) => copyOf(reader, range)));
  return { copies: copies.flat(), samples: kept ? await samplesOf(reader, kept) : [], ...parts };
}

export function isSameSnapshot(one: Snapshot, other: Snapshot): boolean {
  if (one.complete !== other.complete || one.copies.length !== other.copies.length) return false;
  return one.copies.every(({ positionBytes, bytes }, index) => {
    const match = other.copies[index];
    return match?.positionBytes === positionBytes && equalBytes(bytes, match.bytes);
  });
}

/**
 * Whether a file that was changed after the snapshot was changed by an append or a metadata edit only: the copied parts differ
 * and the samples do not. `reader` reads the present content of the file.
 */
export async function wasOnlyEdited(reader: RandomReader, { samples, copies }: Snapshot): Promise<boolean> {
  const isSame = async ({ positionBytes, bytes }: UndoPatch): Promise<boolean> =>
    positionBytes + bytes.byteLength <= reader.sizeBytes &&
    equalBytes(bytes, await reader.readAt(positionBytes, bytes.byteLength));
  for (const sample of samples) if (!(await isSame(sample))) return false;
  for (const part of copies) if (!(await isSame(part))) return true;
  return false;
}

/** Empty when the range cannot be read: the file was cut since, which its stamp shows, or it is damaged, which a reader reports. */
async function copyOf(reader: RandomReader, [start, end]: Range): Promise<readonly UndoPatch[]> {
  try {
    return [{ positionBytes: start, bytes: (await reader.readAt(start, end - start)).slice() }];
  } catch (error) {
    if (isFormatError(error)) return [];
    throw error;
  }
}

function isFormatError(error: unknown): boolean {
  return isBloscpackError(error) && error.kind === 'format';
}

interface ChangeableParts extends Omit<Snapshot, 'copies' | 'samples'> {
  readonly ranges: readonly Range[];
  readonly kept?: KeptParts;
}

/** Positions of what no edit changes. */
interface KeptParts {
  readonly chunksPositionBytes: number;
  /** The last chunk's slot in the offsets section: it keeps its value also when that chunk is packed again. */
  readonly lastSlotAt: number;
  readonly lastChunkAt: number;
}

/**
 * The parts that an edit changes and a reader may need: header and metadata, and the last chunk with its digest. `complete` is
 * false when the last chunk cannot be found without a walk (no offsets) or is very large: then the reader checks at its end
 * whether the file was changed. A damaged container has no parts: it is read as far as it goes.
 */
async function changeableParts(reader: RandomReader): Promise<ChangeableParts> {
  try {
    const layout = await readLayout(reader);
    const head = headRanges(layout);
    const lastChunkAt = await lastOffset(reader, layout);
    const unusedSlots = unusedSlotsOf(layout);
    if (lastChunkAt === undefined) return { ranges: head, complete: false, unusedSlots };
    const ranges: readonly Range[] = [...head, [lastChunkAt, reader.sizeBytes]];
    const small = ranges.filter(([start, end]) => end - start <= MAX_SNAPSHOT_BYTES);
    const { chunksPositionBytes } = layout;
    return {
      ranges: small,
      complete: small.length === ranges.length,
      unusedSlots,
      kept: { chunksPositionBytes, lastSlotAt: unusedSlots[0] - OFFSET_BYTES, lastChunkAt },
    };
  } catch (error) {
    if (isFormatError(error)) return { ranges: [], complete: true, unusedSlots: [0, 0] };
    throw error;
  }
}

function unusedSlotsOf({ offsets, nchunks = 0, chunksPositionBytes }: ContainerLayout): Range {
  return offsets ? [offsets.positionBytes + nchunks * OFFSET_BYTES, chunksPositionBytes] : [0, 0];
}

/** Header, metadata and their digest, without the unused room behind the metadata, which can be very large. */
function headRanges({ metadata }: ContainerLayout): readonly Range[] {
  if (!metadata) return [[0, HEADER_BYTES]];
  const { metaCompSize, maxMetaSize, metaChecksum } = metadata.header;
  const storedAt = metadata.positionBytes + METADATA_HEADER_BYTES;
  const digestAt = storedAt + maxMetaSize;
  return [
    [0, storedAt + metaCompSize],
    [digestAt, digestAt + digestBytes(metaChecksum)],
  ];
}

/** Where the last chunk starts; undefined without a valid offset of it. */
async function lastOffset(reader: RandomReader, layout: ContainerLayout): Promise<number | undefined> {
  const { offsets, nchunks } = layout;
  if (!offsets || nchunks === undefined || nchunks > offsets.slots) return undefined;
  const slot = await reader.readAt(offsets.positionBytes + (nchunks - 1) * OFFSET_BYTES, OFFSET_BYTES);
  const [offset] = validOffsets(slot);
  const usable = offset !== undefined && offset !== UNKNOWN_OFFSET && offset >= layout.chunksPositionBytes;
  return usable && offset < reader.sizeBytes ? offset : undefined;
}

/** Empty for a damaged offset: the reader reports it, not the snapshot. */
function validOffsets(bytes: Uint8Array): readonly number[] {
  try {
    return parseOffsets(bytes);
  } catch {
    return [];
  }
}

/** Another container in the same file has other bytes in these places. */
async function samplesOf(reader: RandomReader, parts: KeptParts): Promise<readonly UndoPatch[]> {
  const { chunksPositionBytes, lastSlotAt, lastChunkAt } = parts;
  const sampleBytes = Math.min(SAMPLE_BYTES, lastChunkAt - chunksPositionBytes);
  const ranges = [
    [0, FIXED_HEADER_BYTES],
    [lastSlotAt, OFFSET_BYTES],
    [chunksPositionBytes, sampleBytes],
    [lastChunkAt - sampleBytes, sampleBytes],
  ] as const;
  return Promise.all(
    ranges.map(async ([positionBytes, lengthBytes]) => ({
      positionBytes,
      bytes: (await reader.readAt(positionBytes, lengthBytes)).slice(),
    })),
  );
}
