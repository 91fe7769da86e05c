import { type ArraySpec, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import { requireWholeArray } from '../engine/arrays/container-array.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';

/**
 * The bytes of a source in pieces of whole items, each valid until the next one is asked for. Closes the source. Throws
 * FormatError('bad-metadata') when there are more or fewer bytes than the array needs.
 */
export async function* wholeItems(
  source: PlainSource,
  spec: Pick<ArraySpec, 'dtype' | 'shape'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { itemsize } = spec.dtype;
  const nbytes = arrayNbytes(spec);
  const requireAtMost = (bytes: number): void => {
    if (bytes > nbytes) requireWholeArray({ spec, nbytes }, bytes);
  };
  let arrivedBytes = 0;
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for await (const piece of source.pieces()) {
      arrivedBytes += piece.byteLength;
      requireAtMost(arrivedBytes);
      const items = rest.byteLength === 0 ? piece : Buffer.concat([rest, piece]);
      const endByte = itemsize === 0 ? 0 : items.byteLength - (items.byteLength % itemsize);
      if (endByte > 0) yield items.subarray(0, endByte);
      // A copy: the piece is valid only until the next one is requested.
      rest = new Uint8Array(items.subarray(endByte));
    }
    requireWholeArray({ spec, nbytes }, arrivedBytes);
  } finally {
    await source.close?.();
  }
}
