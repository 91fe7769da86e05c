import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { ByteReader } from '../../../shared/format/bytes.js';
import { OFFSET_BYTES, UNKNOWN_OFFSET } from '../../../shared/format/offsets.js';
import type { ContainerLayout } from '../../engine/container/layout.js';
import type { RandomReader } from '../../engine/io/random-reader.js';

/** Read at once; other questions get their turn between two pages. */
const PAGE_BYTES = 2 ** 20;
const PAGE_SLOTS = PAGE_BYTES / OFFSET_BYTES;
const CTBYTES_AT = 12;
const TWO_32 = 2 ** 32;
/** High halves from here on belong to numbers beyond 2^53, or to negative ones. */
const HIGHEST_HIGH = 2 ** 21;

/** The offsets of chunks [start, end) as numbers; -1 for those that were never filled in or that no file can reach. */
export async function readOffsets(
  reader: RandomReader,
  { offsets }: ContainerLayout,
  start: number,
  end: number,
): Promise<Float64Array> {
  if (!offsets || end <= start) return new Float64Array(0);
  const places = new Float64Array(Math.min(end, offsets.slots) - start);
  for (let slot = 0; slot < places.length; slot += PAGE_SLOTS) {
    const slots = Math.min(PAGE_SLOTS, places.length - slot);
    const page = await reader.readAt(offsets.positionBytes + (start + slot) * OFFSET_BYTES, slots * OFFSET_BYTES);
    decode(page, places.subarray(slot, slot + slots));
  }
  return places;
}

/** By halves: a million bigints would take longer than reading them. */
function decode(page: Uint8Array, target: Float64Array): void {
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  for (let slot = 0; slot < target.length; slot++) {
    const high = view.getUint32(slot * OFFSET_BYTES + 4, true);
    target[slot] = high < HIGHEST_HIGH ? high * TWO_32 + view.getUint32(slot * OFFSET_BYTES, true) : UNKNOWN_OFFSET;
  }
}

/** Where a chunk says it ends, its digest included; the end of the file where it cannot be right. */
export async function chunkEnd(reader: RandomReader, layout: ContainerLayout, positionBytes: number): Promise<number> {
  const isInside = positionBytes >= 0 && positionBytes + BLOSC_HEADER_BYTES <= reader.sizeBytes;
  if (!isInside) return reader.sizeBytes;
  const fields = new ByteReader(await reader.readAt(positionBytes, BLOSC_HEADER_BYTES), 'the last chunk');
  fields.skip(CTBYTES_AT);
  const endByte = positionBytes + fields.u32() + layout.digestBytes;
  return endByte <= reader.sizeBytes ? endByte : reader.sizeBytes;
}
