import { ArgumentError, FormatError } from '../../../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../../../shared/format/header.js';
import type { JsonObject, JsonValue } from '../../../../shared/format/json.js';
import { type ArraySpec, arrayNbytes } from '../../../../shared/format/numpy/array-metadata.js';
import { type Dtype, MAX_DIMENSIONS } from '../../../../shared/format/numpy/dtype.js';
import { jsonInteger } from '../../../../shared/format/numpy/legacy-dtype.js';
import { membersOf } from '../../../engine/in-place/metadata/json-object.js';
import type { BytesCodec } from '../codecs.js';
import { parseFill } from './fill-value.js';

/** What the metadata of an array say, of either version. Nothing of it is proven by stored bytes. */
export interface ZarrArray {
  /** `order` is that of the items in each chunk. */
  readonly spec: ArraySpec;
  /** Items of a chunk along each axis, at least 1; of an inner chunk where there are shards. */
  readonly chunkShape: readonly number[];
  /** The bytes of one item that stands for all items of a missing chunk. */
  readonly fillItem: Uint8Array;
  /** What the bytes of a chunk went through, in this order. */
  readonly codecs: readonly BytesCodec[];
  /** The key of a chunk, or of a shard, below that of the array. */
  keyOf(indices: readonly number[]): string;
  /** The axes in the order in which they vary in each chunk, the slowest first, where that is neither C nor F order. */
  readonly storedAxes?: readonly number[];
  readonly shards?: ShardLayout;
}

/** Files that hold several chunks, and an index of them. */
export interface ShardLayout {
  /** Chunks of a shard along each axis. */
  readonly counts: readonly number[];
  readonly indexAtEnd: boolean;
  /** Whether the index is followed by its CRC-32C. */
  readonly hasIndexCrc: boolean;
}

/** Metadata that break the rules of Zarr. `what` names the array. */
export function badMetadata(what: string, fault: string): FormatError {
  return new FormatError('bad-metadata', `the metadata of ${what} are damaged: ${fault}`);
}

/** Metadata that are right, but of a kind that is not read here. */
export function notRead(what: string, reason: string): ArgumentError {
  return new ArgumentError(`${what} cannot be read: ${reason}`);
}

/** Bytes of one item. It is in memory as a whole, with the fill value in it, before any chunk has shown that there are so many. */
const MAX_ITEM_BYTES = 16 * 2 ** 20;

/** The item of the metadata's `fill_value`. Throws FormatError for a value that is none of the dtype, ArgumentError for items that are too large. */
export function fillItemOf(dtype: Dtype, value: JsonValue | undefined, what: string): Uint8Array {
  if (dtype.itemsize > MAX_ITEM_BYTES) {
    throw notRead(what, `its items have ${dtype.itemsize} bytes, and at most ${MAX_ITEM_BYTES} are read`);
  }
  return parseFill(dtype, value) ?? fail(what, 'its fill value is none of its dtype');
}

/** The members of a JSON object. */
export function objectOf(value: JsonValue | undefined, what: string, name: string): JsonObject {
  return membersOf(value) ?? fail(what, `${name} is not an object`);
}

export function listOf(value: JsonValue | undefined, what: string, name: string): readonly JsonValue[] {
  // Array.isArray alone does not narrow a readonly array out of the union.
  return Array.isArray(value) ? (value as readonly JsonValue[]) : fail(what, `${name} is not a list`);
}

/** One number for each axis, all at least `least`. */
export function lengthsOf(value: JsonValue | undefined, what: string, name: string, least: number): readonly number[] {
  const lengths = listOf(value, what, name).map((length) => Number(jsonInteger(length) ?? Number.NaN));
  if (lengths.length > MAX_DIMENSIONS) fail(what, `${name} has more than ${MAX_DIMENSIONS} axes`);
  if (lengths.every((length) => Number.isSafeInteger(length) && length >= least)) return lengths;
  return fail(what, `${name} is not a list of integers of at least ${least}`);
}

function fail(what: string, fault: string): never {
  throw badMetadata(what, fault);
}

/** Checks what does not depend on the version. */
export function checkedArray(array: ZarrArray, what: string): ZarrArray {
  const { spec, chunkShape, fillItem, shards } = array;
  if (spec.dtype.kind === 'subarray') fail(what, 'its dtype is a sub-array');
  const axes = spec.shape.length;
  if (chunkShape.length !== axes || (shards && shards.counts.length !== axes)) {
    fail(what, `its shape has ${axes} axes, its chunks have ${chunkShape.length}`);
  }
  arrayNbytes(spec);
  const chunkBytes = arrayNbytes({ dtype: spec.dtype, shape: chunkShape });
  if (chunkBytes > MAX_CHUNK_SIZE) {
    throw notRead(what, `its chunks have ${chunkBytes} bytes each, more than ${MAX_CHUNK_SIZE}`);
  }
  if (fillItem.byteLength !== spec.dtype.itemsize) {
    fail(what, `its fill value has ${fillItem.byteLength} bytes, an item has ${spec.dtype.itemsize}`);
  }
  return array;
}
