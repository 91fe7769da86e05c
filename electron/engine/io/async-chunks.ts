/** Anything that yields bytes: an array of them, a generator, an async generator, a Node stream. */
export type ByteIterable = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** One way to step through both kinds of iterable. */
export function iterate<T>(source: Iterable<T> | AsyncIterable<T>): AsyncIterator<T> | Iterator<T> {
  return Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
}

/** The pieces without their first `countBytes` bytes. */
export async function* withoutFirst(pieces: AsyncIterable<Uint8Array>, countBytes: number): AsyncGenerator<Uint8Array> {
  let left = countBytes;
  for await (const piece of pieces) {
    const skipped = Math.min(left, piece.byteLength);
    left -= skipped;
    if (skipped < piece.byteLength) yield piece.subarray(skipped);
  }
}
