/** Values that lie a fixed number of bytes apart, read in stretches and packed for typed arrays. */
import type { ByteRun } from '../../engine/container/slice-runs.js';
import type { ArrayAccess } from '../document.js';
import type { Leaf } from './leaves.js';
import { type Hole, type NearOptions, readNear } from './read-near.js';

/** `count` values, the first at `startByte`, each `strideBytes` behind the one before. */
export interface Strip {
  readonly startByte: number;
  readonly strideBytes: number;
  readonly count: number;
}

/** Most bytes of one stretch. */
const STRETCH_BYTES = 2 ** 20;
/** Values further apart than this are read one by one. */
const SPARSE_BYTES = 4096;

interface StripRun<Tag> extends ByteRun {
  readonly strip: Strip;
  readonly tag: Tag;
}

export interface StripValues<Tag> {
  /** What the caller gave the strip along. */
  readonly tag: Tag;
  readonly count: number;
  readonly startByte: number;
  /** The values one behind the other; meaningless with a hole. */
  readonly packed: Uint8Array;
  readonly hole?: Hole;
}

/** The leaf's values of each strip in the order given. Stretches end where chunks do, so that damage costs no more than its chunk. */
export async function* readStrips<Tag>(
  access: ArrayAccess,
  leaf: Leaf,
  strips: Iterable<readonly [Strip, Tag]>,
  options: NearOptions,
): AsyncGenerator<StripValues<Tag>, void, undefined> {
  const widthBytes = leaf.dtype.itemsize;
  for await (const { run, bytes, hole } of readNear(access, stretches(access, widthBytes, strips), options)) {
    const { strip, tag } = run;
    const packed = pack(bytes, strip, widthBytes);
    yield { tag, count: strip.count, startByte: strip.startByte, packed, ...(hole && { hole }) };
  }
}

function* stretches<Tag>(
  access: ArrayAccess,
  widthBytes: number,
  strips: Iterable<readonly [Strip, Tag]>,
): Generator<StripRun<Tag>> {
  for (const [{ startByte, strideBytes, count }, tag] of strips) {
    for (let done = 0; done < count; ) {
      const at = startByte + done * strideBytes;
      const fits = stretchCount(access, at, strideBytes, widthBytes);
      const strip = { startByte: at, strideBytes, count: Math.min(fits, count - done) };
      yield { startByte: at, lengthBytes: (strip.count - 1) * strideBytes + widthBytes, strip, tag };
      done += strip.count;
    }
  }
}

/** Values from `at` on that lie in one chunk and one stretch; at least one. */
function stretchCount(access: ArrayAccess, at: number, strideBytes: number, widthBytes: number): number {
  if (strideBytes > SPARSE_BYTES) return 1;
  const endByte = Math.min(access.chunkAt(at)?.endByte ?? Number.POSITIVE_INFINITY, at + STRETCH_BYTES);
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
