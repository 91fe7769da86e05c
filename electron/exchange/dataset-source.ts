import { type ArraySpec, arrayMetadata, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';

/** What the plain source of an array says of it: size, item size, and the metadata that make a container this array. */
export function datasetSourceFacts(
  spec: ArraySpec,
): Required<Pick<PlainSource, 'itemsize' | 'metadata'>> & { readonly sizeBytes: number } {
  return { sizeBytes: arrayNbytes(spec), itemsize: spec.dtype.itemsize, metadata: { ...arrayMetadata(spec) } };
}
