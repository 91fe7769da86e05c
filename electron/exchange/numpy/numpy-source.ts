import { type ArraySpec, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';

/** `Dataset.chunks` of numpy's own formats. */
export const NOT_COMPRESSED = 'its items are not compressed by Blosc';

/** The array of a source that was made from a `.npy` header. */
export function specOf(source: PlainSource): ArraySpec {
  const spec = parseArrayMetadata(source.metadata);
  if (spec === undefined) throw new TypeError('an array source without the metadata of an array');
  return spec;
}
