import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import { OffsetPages } from '../../engine/container/offset-pages.js';
import { claimedEnd } from '../../engine/container/stored-chunks.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { DataMap } from '../../engine/verify/affected.js';
import { type Problem, problem } from '../../engine/verify/problems.js';

/** Offsets that are read to distinguish an aborted container from one with only its first offset unknown. */
const FIRST_OFFSETS = 512;

/** Facts about all chunks that follow from a few offsets and headers. */
export interface ChunkExtent {
  /** False when there are none, or none was filled in. */
  readonly hasOffsets: boolean;
  readonly isAborted: boolean;
  /** The end of the last chunk by its header; undefined without offsets. It may be after the end of the file. */
  readonly endByte: number | undefined;
}

export async function chunkExtent(reader: RandomReader, layout: ContainerLayout): Promise<ChunkExtent> {
  const { offsets, nchunks } = layout;
  if (!offsets || nchunks === undefined) return { hasOffsets: false, isAborted: false, endByte: undefined };
  const pages = new OffsetPages(reader, layout);
  const first = await pages.positions(0, Math.min(nchunks, FIRST_OFFSETS));
  const [last = UNKNOWN_OFFSET] = await pages.positions(nchunks - 1, nchunks);
  const isAborted = last === UNKNOWN_OFFSET && first.every((offset) => offset === UNKNOWN_OFFSET);
  if (isAborted) {
    // Invalid values other than -1 do not come from an aborted writer.
    const filled = await pages.firstFilled(0, Math.min(nchunks, FIRST_OFFSETS));
    return { hasOffsets: false, isAborted: filled === undefined, endByte: undefined };
  }
  const endByte = (await claimedEnd(reader, layout, last)) ?? Math.max(last, 0) + BLOSC_HEADER_BYTES;
  return { hasOffsets: true, isAborted: false, endByte };
}

/** The problem of a file that ends before its last chunk does, with the number of complete chunks by the offsets. */
export async function truncation(
  reader: RandomReader,
  layout: ContainerLayout,
  map: DataMap,
  endByte: number,
): Promise<Problem | undefined> {
  const { nchunks = 0 } = layout;
  if (endByte <= reader.sizeBytes || nchunks === 0) return undefined;
  const pages = new OffsetPages(reader, layout);
  let whole = 0;
  let high = nchunks - 1;
  // A chunk is complete when the offset of the next one is inside the file.
  while (whole < high) {
    const middle = Math.ceil((whole + high) / 2);
    const [start = UNKNOWN_OFFSET] = await pages.positions(middle, middle + 1);
    if (start >= 0 && start <= reader.sizeBytes) whole = middle;
    else high = middle - 1;
  }
  const { chunkSize } = layout.header;
  const affected = chunkSize >= 0 ? map.affected(whole * chunkSize, map.totalBytes) : {};
  const what = `the file ends at byte ${reader.sizeBytes}, before chunk ${whole} does; the ${whole} chunks before it are complete`;
  return problem('truncated', what, {
    chunkIndex: whole,
    offsetBytes: reader.sizeBytes,
    expected: endByte,
    found: reader.sizeBytes,
    ...affected,
  });
}
