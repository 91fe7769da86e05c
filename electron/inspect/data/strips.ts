/** Values at a fixed distance in bytes, read in runs and packed for typed arrays. */
import type { ByteRun } from '../../engine/container/slice-runs.js';
import type { ArrayAccess } from '../document.js';
import type { Leaf } from './leaves.js';
import { type ReadOptions, readRuns, type UnreadableRange } from './shared-reads.js';

/** `count` values, the first at `startByte`, each `strideBytes` after the previous one. */
export interface Strip {
  readonly startByte: number;
  readonly strideBytes: number;
  readonly count: number;
}

/** Most bytes of one run. */
const MAX_RUN_BYTES = 2 ** 20;
/** Values further apart than this are read one by one. */
const SPARSE_BYTES = 4096;

interface StripRun<Tag> extends ByteRun {
  readonly strip: Strip;
  readonly tag: Tag;
}

export interface StripValues<Tag> {
  /** The value that the caller passed with the strip. */
  readonly tag: Tag;
  readonly count: number;
  readonly startByte: number;
  /** The values without gaps; meaningless if `unreadable`, the first part that could not be read, is set. */
  readonly packed: Uint8Array;
  readonly unreadable?: UnreadableRange;
}

/** The leaf's values of each strip, in the order given. Reads end at chunk boundaries, so that damage affects only its chunk. */
export async function* readStrips<Tag>(
  access: ArrayAccess,
  leaf: Leaf,
  strips: Iterable<readonly [Strip, Tag]>,
  options: ReadOptions,
): AsyncGenerator<StripValues<Tag>, void, undefined> {
  const widthBytes = leaf.dtype.itemsize;
  for await (const { run, bytes, unreadable } of readRuns(access, stripRuns(access, widthBytes, strips), options)) {
    const { strip, tag } = run;
    const packed = pack(bytes, strip, widthBytes);
    const [lost] = unreadable;
    yield { tag, count: strip.count, startByte: strip.startByte, packed, ...(lost && { unreadable: lost }) };
  }
}

function* stripRuns<Tag>(
  access: ArrayAccess,
  widthBytes: number,
  strips: Iterable<readonly [Strip, Tag]>,
): Generator<StripRun<Tag>> {
  for (const [{ startByte, strideBytes, count }, tag] of strips) {
    for (let done = 0; done < count; ) {
      const at = startByte + done * strideBytes;
      const fits = countInRun(access, at, strideBytes, widthBytes);
      const strip = { startByte: at, strideBytes, count: Math.min(fits, count - done) };
      yield { startByte: at, lengthBytes: (strip.count - 1) * strideBytes + widthBytes, strip, tag };
      done += strip.count;
    }
  }
}

/** The number of values from `at` on that are in one chunk and one read; at least one. */
function countInRun(access: ArrayAccess, at: number, strideBytes: number, widthBytes: number): number {
  if (strideBytes > SPARSE_BYTES) return 1;
  const endByte = Math.min(access.chunkAt(at)?.endByte ?? Number.POSITIVE_INFINITY, at + MAX_RUN_BYTES);
  return Math.max(1, Math.floor((endByte - at - widthBytes) / Math.max(1, strideBytes)) + 1);
}

function pack(bytes: Uint8Array, { strideBytes, count }: Strip, widthBytes: number): Uint8Array {
  if (count === 1 || strideBytes === widthBytes) return bytes;
  const packed = new Uint8Array(count * widthBytes);
  for (let item = 0, from = 0, to = 0; item < count; item++, from += strideBytes) {
    for (let byte = 0; byte < widthBytes; byte++) packed[to++] = bytes[from + byte] ?? 0;
  }
  return packed;
}
