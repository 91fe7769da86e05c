import { equalBytes } from '../container/digest.js';
import type { RandomReader } from '../io/random-reader.js';
import type { UndoPatch } from './undo.js';

/** Bytes that are looked at in each place: chunks of other data differ in far fewer. */
const PROBE_BYTES = 4096;
/** Of the header: magic, version, options, checksum and typesize, which no edit changes. */
const FIXED_HEADER_BYTES = 8;

/** Where the sections of a container are that an edit leaves as they are. */
export interface KeptPlaces {
  readonly chunksPositionBytes: number;
  /** The last chunk's slot in the offsets section, whose entry stays also when that chunk is packed again. */
  readonly lastSlotAt: number;
  readonly lastChunkAt: number;
}

/** Samples of what no append and no metadata edit changes: another container in the same file has others. */
export async function samplesOf(reader: RandomReader, places: KeptPlaces): Promise<readonly UndoPatch[]> {
  const { chunksPositionBytes, lastSlotAt, lastChunkAt } = places;
  const probeBytes = Math.min(PROBE_BYTES, lastChunkAt - chunksPositionBytes);
  const ranges = [
    [0, FIXED_HEADER_BYTES],
    [lastSlotAt, 8],
    [chunksPositionBytes, probeBytes],
    [lastChunkAt - probeBytes, probeBytes],
  ] as const;
  return Promise.all(
    ranges.map(async ([positionBytes, lengthBytes]) => ({
      positionBytes,
      bytes: (await reader.readAt(positionBytes, lengthBytes)).slice(),
    })),
  );
}

/**
 * Whether a file that was changed since `samples` were taken was changed by an append or a metadata edit alone: `copies` (the
 * old bytes of what such edits change) differ and the samples do not. `reader` must see the file as it is now.
 */
export async function wasOnlyEdited(
  reader: RandomReader,
  samples: readonly UndoPatch[],
  copies: readonly UndoPatch[],
): Promise<boolean> {
  const isSame = async ({ positionBytes, bytes }: UndoPatch): Promise<boolean> =>
    positionBytes + bytes.byteLength <= reader.sizeBytes &&
    equalBytes(bytes, await reader.readAt(positionBytes, bytes.byteLength));
  for (const sample of samples) if (!(await isSame(sample))) return false;
  for (const part of copies) if (!(await isSame(part))) return true;
  return false;
}
