import { ArgumentError, FormatError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import type { PlainInfo } from '../pack/plain/plain-sink.js';
import { npyHeaderOf } from './npy-metadata.js';

/** The array in a container, as its metadata describe it. */
export interface ContainerArray {
  readonly spec: ArraySpec;
  /** Shape x item size. It comes from a file: do not allocate it. */
  readonly nbytes: number;
  /** What stands before its bytes in a `.npy` file. */
  readonly npyHeader: Uint8Array;
}

/**
 * Reads dtype, shape and order from a container's metadata. Throws ArgumentError when it holds no array, and
 * FormatError('bad-metadata') when array and data differ in size.
 */
export function containerArray(info: PlainInfo): ContainerArray {
  const spec = parseArrayMetadata(info.metadata);
  if (spec === undefined) {
    throw new ArgumentError(
      'the container holds no numpy array, since its metadata have no dtype and shape; `blpk decompress` writes its plain bytes',
    );
  }
  const array = { spec, nbytes: arrayNbytes(spec), npyHeader: npyHeaderOf(info.metadata, spec) };
  if (info.sizeBytes !== undefined) requireWholeArray(array, info.sizeBytes);
  return array;
}

/** Throws FormatError('bad-metadata') unless the data are as long as the array. */
export function requireWholeArray(
  { spec, nbytes }: { readonly spec: Pick<ArraySpec, 'shape'>; readonly nbytes: number },
  dataBytes: number,
): void {
  if (dataBytes === nbytes) return;
  const shape = spec.shape.join(', ');
  throw new FormatError(
    'bad-metadata',
    `the metadata describe an array of shape (${shape}) with ${nbytes} bytes, but the container holds ${dataBytes}`,
    { expected: nbytes, found: dataBytes },
  );
}
