import { ArgumentError } from '../../../shared/format/errors.js';

/** Anything that yields bytes: an array of them, a generator, an async generator, a Node stream. */
export type ByteIterable = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** One way to step through both kinds of iterable. */
export function iterate<T>(source: Iterable<T> | AsyncIterable<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/**
 * Cuts pieces of any size into chunks of `chunkSizeBytes` each; the last may be shorter, and is empty only when all pieces are
 * empty. Bytes are copied, so that the source may reuse its own buffer. A chunk stays valid until `held` more chunks have been
 * requested: there are `held` buffers, used in turn.
 */
export async function* rechunk(
  pieces: ByteIterable,
  chunkSizeBytes: number,
  held: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const ring = Array.from({ length: held }, () => new Uint8Array(0));
  let turn = 0;
  let filled = 0;
  let chunks = 0;
  for await (const piece of pieces) {
    requireBytes(piece);
    let taken = 0;
    while (taken < piece.byteLength) {
      const length = Math.min(piece.byteLength - taken, chunkSizeBytes - filled);
      const buffer = grown(ring[turn], filled, filled + length, chunkSizeBytes);
      ring[turn] = buffer;
      buffer.set(piece.subarray(taken, taken + length), filled);
      filled += length;
      taken += length;
      if (filled < chunkSizeBytes) continue;
      yield buffer;
      chunks++;
      turn = chunks % held;
      filled = 0;
    }
  }
  if (filled > 0 || chunks === 0) yield (ring[turn] ?? new Uint8Array(0)).subarray(0, filled);
}

/** Grows by doubling up to `mostBytes`, so that a small stream does not take the memory of a whole chunk. */
function grown(
  buffer: Uint8Array<ArrayBuffer> | undefined,
  filledBytes: number,
  neededBytes: number,
  mostBytes: number,
): Uint8Array<ArrayBuffer> {
  if (buffer && neededBytes <= buffer.byteLength) return buffer;
  const larger = new Uint8Array(Math.min(Math.max(neededBytes, 2 * (buffer?.byteLength ?? 0), 4096), mostBytes));
  if (buffer) larger.set(buffer.subarray(0, filledBytes));
  return larger;
}

function requireBytes(piece: unknown): void {
  if (piece instanceof Uint8Array) return;
  throw new ArgumentError(`a source must yield Uint8Array pieces, not ${typeof piece}`);
}

/** The pieces of a stream without its first `countBytes` bytes. */
export async function* withoutFirst(pieces: AsyncIterable<Uint8Array>, countBytes: number): AsyncGenerator<Uint8Array> {
  let left = countBytes;
  for await (const piece of pieces) {
    const skipped = Math.min(left, piece.byteLength);
    left -= skipped;
    if (skipped < piece.byteLength) yield piece.subarray(skipped);
  }
}
