import type { Random } from '../random.js';
import { type Anatomy, type Span, viewOf } from './anatomy.js';

/**
 * The same container with other chunks in it: `chunks` (spans of the old one, digests not counted) in their order, and a
 * header and offsets that agree with them. The sizes of the chunks can contradict the header.
 */
function withChunks(bytes: Uint8Array, anatomy: Anatomy, chunks: readonly Span[]): Uint8Array {
  const { offsetsAt, chunksAt } = anatomy;
  const first = anatomy.chunks[0];
  const digestBytes = first === undefined ? 0 : (anatomy.chunks[1]?.start ?? bytes.length) - first.end;
  const stored = chunks.map(({ start, end }) => bytes.subarray(start, end + digestBytes));
  const result = Buffer.concat([bytes.subarray(0, chunksAt), ...stored]);
  const view = viewOf(result);
  if (view.getBigInt64(16, true) < 0n) return result;
  const slots = offsetsAt === undefined ? 0 : (chunksAt - offsetsAt) / 8;
  view.setBigInt64(16, BigInt(chunks.length), true);
  if (offsetsAt === undefined || chunks.length > slots) return result;
  view.setBigInt64(24, BigInt(slots - chunks.length), true);
  let at = chunksAt;
  for (let slot = 0; slot < slots; slot++) {
    const length = stored[slot]?.length;
    view.setBigInt64(offsetsAt + 8 * slot, length === undefined ? -1n : BigInt(at), true);
    at += length ?? 0;
  }
  return result;
}

/** Leaves chunks out, repeats them or changes their order. */
export function rebuild(bytes: Uint8Array, anatomy: Anatomy, random: Random): Uint8Array {
  const chunks = [...anatomy.chunks];
  if (chunks.length === 0) return bytes;
  const [here, there] = [random.below(chunks.length), random.below(chunks.length)];
  const chunk = random.pick(chunks);
  const how = random.below(4);
  if (how === 0) chunks.splice(here, 1 + random.below(2));
  else if (how === 1) chunks.splice(here, 0, chunk);
  else if (how === 2) [chunks[here], chunks[there]] = [chunks[there] ?? chunk, chunks[here] ?? chunk];
  else chunks.unshift(...chunks.slice(0, random.between(1, 3)));
  return withChunks(bytes, anatomy, chunks.length === 0 ? [chunk] : chunks);
}
