import { ascii } from '../../../shared/format/bytes.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { type ArraySpec, arrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { parseNpyHeader } from '../../../shared/format/numpy/npy-header.js';
import { latin1Bytes } from '../../../shared/format/numpy/python-string.js';
import { equalBytes } from '../container/digest.js';
import { membersOf } from '../in-place/metadata/json-object.js';
import { warn } from '../io/warning.js';
import type { PlainSource } from '../pack/plain/plain-source.js';
import { type NpyExtent, npyHeaderFor } from './npy-head.js';

/**
 * Metadata key of a `.npy` header that is not the one that numpy writes today for its array: another padding, order of keys or
 * version. The value is the whole header from its magic to its newline, one character a byte (U+0000 to U+00FF). Other readers of
 * the format take no notice of the key.
 */
export const NPY_HEADER_KEY = 'npy_header';

/** The longest header that is kept: the room for metadata is a multiple of it. */
export const MAX_KEPT_BYTES = 64 * 1024;

/** What a source knows of the array of a `.npy` file. A header that is not kept although it should be is warned of. */
export function npySourceFacts(
  array: NpyExtent,
  name: string,
): Required<Pick<PlainSource, 'itemsize' | 'metadata'>> & { readonly sizeBytes: number } {
  return {
    sizeBytes: array.endByte - array.startByte,
    itemsize: array.dtype.itemsize,
    metadata: npyMetadata(array, name),
  };
}

/** The array's metadata; with its header, where numpy's own would be another one. */
function npyMetadata(array: NpyExtent, name: string): JsonValue {
  const metadata = { ...arrayMetadata(array) };
  const { header } = array;
  if (equalBytes(header, npyHeaderFor(array))) return metadata;
  if (header.byteLength <= MAX_KEPT_BYTES) return { ...metadata, [NPY_HEADER_KEY]: ascii(header) };
  warn(`the header of '${name}' has ${header.byteLength} bytes, too many to be kept: unpacked, it is numpy's`);
  return metadata;
}

/**
 * The header of the `.npy` file for the array that metadata describe: the kept one, where it says the same as the metadata,
 * else the one that numpy writes today.
 */
export function npyHeaderOf(metadata: JsonValue | undefined, spec: ArraySpec): Uint8Array {
  const kept = npyHeaderIn(metadata, spec);
  return (kept !== undefined && latin1Bytes(kept)) || npyHeaderFor(spec);
}

/** The kept header in metadata, as `NPY_HEADER_KEY` says; undefined when there is none, or one that says otherwise than `spec`. */
export function npyHeaderIn(metadata: JsonValue | undefined, spec: ArraySpec): string | undefined {
  const kept = membersOf(metadata)?.get(NPY_HEADER_KEY);
  if (typeof kept !== 'string' || kept.length > MAX_KEPT_BYTES) return undefined;
  const header = latin1Bytes(kept);
  return header && describes(header, spec) ? kept : undefined;
}

/** Whether the bytes are one whole header, and that of such an array. They may come from anybody. */
function describes(header: Uint8Array, { dtype, shape, order }: ArraySpec): boolean {
  try {
    const said = parseNpyHeader(header);
    return (
      said.dataOffsetBytes === header.byteLength &&
      dtypeDescrRepr(said.dtype) === dtypeDescrRepr(dtype) &&
      said.fortranOrder === (order === 'F') &&
      said.shape.length === shape.length &&
      said.shape.every((length, axis) => length === shape[axis])
    );
  } catch (error) {
    if (isBloscpackError(error)) return false;
    throw error;
  }
}

/** The metadata with another shape and without a header that has the old one; else as they were, keys in their order. */
export function withShape(metadata: JsonValue | undefined, shape: readonly number[]): JsonValue {
  const members = new Map(membersOf(metadata));
  members.delete(NPY_HEADER_KEY);
  if (members.has('shape')) members.set('shape', [...shape]);
  return members;
}
