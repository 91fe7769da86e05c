/**
 * The metadata that make a container a numpy array: `{"dtype": .., "shape": [..], "order": .., "container": "numpy"}`.
 * `dtype` is `repr` of `dtype.str` or of `dtype.descr`. Before bloscpack 0.7.2 it was `dtype.str` itself, or `dtype.descr`
 * with its tuples turned into JSON lists; both are read into the same model.
 */
import { FormatError, type FormatProblem } from '../errors.js';
import { type Dtype, MAX_DIMENSIONS } from './dtype.js';
import { dtypeOfText } from './dtype-parse.js';
import { dtypeDescrRepr } from './dtype-print.js';
import { jsonInteger, parseLegacyFields } from './legacy-dtype.js';

export type ArrayOrder = 'C' | 'F';

export interface ArraySpec {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** `F`: the data are stored with the first index varying fastest. */
  readonly order: ArrayOrder;
}

/** The metadata as they are written, keys in the reference's order. */
export interface ArrayMetadata {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly order: ArrayOrder;
  readonly container: 'numpy';
}

export function arrayMetadata({ dtype, shape, order }: ArraySpec): ArrayMetadata {
  return { dtype: dtypeDescrRepr(dtype), shape, order, container: 'numpy' };
}

function refuse(message: string, expected: string): never {
  throw new FormatError('bad-metadata', message, { expected });
}

interface KeyedLookup {
  get(key: string): unknown;
}

function isKeyedLookup(value: object): value is KeyedLookup {
  return 'get' in value && typeof value.get === 'function';
}

/** A member of a plain object, or of a Map-like object (metadata are parsed into Maps to keep the order of keys). */
function member(metadata: unknown, key: string): unknown {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) return undefined;
  if (isKeyedLookup(metadata)) return metadata.get(key);
  return Object.entries(metadata).find(([name]) => name === key)?.[1];
}

function parseShape(value: unknown): readonly number[] {
  if (!Array.isArray(value)) return refuse('the metadata shape of the numpy array is not a list', 'a list of integers');
  const dimensions: readonly unknown[] = value;
  const shape = dimensions.map((dimension) => Number(jsonInteger(dimension) ?? Number.NaN));
  itemCount(shape, 'bad-metadata');
  return shape;
}

function parseMetadataDtype(value: unknown): Dtype {
  if (Array.isArray(value)) return parseLegacyFields(value);
  if (typeof value !== 'string') return refuse('the metadata dtype of the numpy array is not text', 'text');
  return dtypeOfText(value);
}

/**
 * The array that the metadata (parsed from JSON) describe; `undefined` when `container` is not `numpy`. Throws FormatError
 * `bad-metadata` or `bad-dtype` when it is, but the other fields are invalid.
 */
export function parseArrayMetadata(metadata: unknown): ArraySpec | undefined {
  if (member(metadata, 'container') !== 'numpy') return undefined;
  const dtype = parseMetadataDtype(member(metadata, 'dtype'));
  if (dtype.kind === 'subarray') refuse('the metadata dtype of the numpy array is a sub-array', 'a plain type');
  const order = member(metadata, 'order');
  if (order !== 'C' && order !== 'F') return refuse("the metadata order is not 'C' or 'F'", "'C' or 'F'");
  return { dtype, shape: parseShape(member(metadata, 'shape')), order };
}

function refuseShape(problem: FormatProblem, shape: readonly number[], expected: string): never {
  const found = `(${shape.slice(0, 8).join(', ')}${shape.length > 8 ? ', ...' : ''})`;
  throw new FormatError(problem, `the array shape ${found} is impossible, expected ${expected}`, { expected, found });
}

/**
 * Number of items of an array; 1 for a 0-d one. Throws FormatError `problem` when a dimension is not an integer of 0 or
 * more, there are more than 64, or the product is beyond 2^53 - 1.
 */
export function itemCount(shape: readonly number[], problem: FormatProblem = 'bad-metadata'): number {
  if (shape.length > MAX_DIMENSIONS) refuseShape(problem, shape, `at most ${MAX_DIMENSIONS} dimensions`);
  if (!shape.every((dimension) => Number.isSafeInteger(dimension) && dimension >= 0)) {
    refuseShape(problem, shape, 'integers from 0 to 2^53-1');
  }
  const count = shape.includes(0) ? 0 : shape.reduce((product, dimension) => product * dimension, 1);
  return Number.isSafeInteger(count) ? count : refuseShape(problem, shape, 'at most 2^53-1 items');
}

/** Bytes of the whole array. Throws FormatError `bad-metadata` beyond 2^53 - 1. */
export function arrayNbytes({ dtype, shape }: Pick<ArraySpec, 'dtype' | 'shape'>): number {
  const nbytes = itemCount(shape) * dtype.itemsize;
  if (Number.isSafeInteger(nbytes)) return nbytes;
  const message = `an array of ${itemCount(shape)} items of ${dtype.itemsize} bytes is larger than 2^53-1 bytes`;
  throw new FormatError('bad-metadata', message, { expected: Number.MAX_SAFE_INTEGER, found: nbytes });
}

/** The Blosc typesize for an item size. Blosc has one byte for it; larger items are not shuffled. */
export function effectiveTypesize(itemsize: number): number {
  return itemsize >= 1 && itemsize <= 255 ? itemsize : 1;
}
