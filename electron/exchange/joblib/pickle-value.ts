import type { Dtype } from '../../../shared/format/numpy/dtype.js';

/** A value of a pickle, of the few kinds that joblib and numpy write around arrays. Nothing is ever called or imported. */
export type PickleValue =
  | null
  | boolean
  /** An int. */
  | bigint
  /** A float. */
  | number
  | string
  | PickleBytesValue
  | PickleItems
  | PickleDict
  | PickleGlobal
  | PickleDtype
  | PickleArray
  | ArrayWrapper
  | Opaque;

export interface PickleBytesValue {
  readonly kind: 'bytes';
  readonly lengthBytes: number;
  /** Position in the pickle; undefined for bytes that are written as text. */
  readonly position: number | undefined;
  /** Only of few bytes, one character each. */
  readonly text: string | undefined;
}

export interface PickleItems {
  readonly kind: 'tuple' | 'list' | 'set';
  readonly items: PickleValue[];
}

export interface PickleDict {
  readonly kind: 'dict';
  readonly entries: [PickleValue, PickleValue][];
}

/** A name that the pickle imports. It is one of a fixed list. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly name: GlobalName;
}

export interface PickleDtype {
  readonly kind: 'dtype';
  /** Undefined for Python objects. */
  dtype: Dtype | undefined;
  /** Fields of a structure, with those of the structures in it. */
  fieldCount: number;
  /** Structures and sub-arrays in each other. */
  depth: number;
}

/** An array; `found` is undefined until its state is known. */
export interface PickleArray {
  readonly kind: 'array';
  found: FoundArray | undefined;
}

export type FoundArray =
  | {
      readonly dtype: Dtype;
      readonly shape: readonly number[];
      readonly order: 'C' | 'F';
      /** Of its first byte in the pickle. */
      readonly position: number;
    }
  /** Why it cannot be read. */
  | { readonly reason: string };

/** What joblib writes before the bytes of an array. Becomes one when its state is set. */
export interface ArrayWrapper {
  readonly kind: 'wrapper';
}

/** Another value, which holds no array. */
export interface Opaque {
  readonly kind: 'opaque';
}

/** The values directly in a list, tuple or set, and those of a dict; none in others. */
export function itemsIn(value: PickleValue): readonly PickleValue[] {
  if (value === null || typeof value !== 'object') return [];
  if (value.kind === 'dict') return value.entries.map(([, item]) => item);
  return 'items' in value ? value.items : [];
}

/** Their number. */
export function lengthOf(value: PickleValue): number {
  if (value === null || typeof value !== 'object') return 0;
  if (value.kind === 'dict') return value.entries.length;
  return 'items' in value ? value.items.length : 0;
}

export const OPAQUE: Opaque = { kind: 'opaque' };

export type GlobalName =
  | 'wrapper'
  | 'array-class'
  | 'dtype'
  | 'reconstruct'
  | 'frombuffer'
  | 'encode'
  | 'dict'
  | 'value';

const CORES = ['numpy.core', 'numpy._core'];
const MODULES = ['joblib.numpy_pickle', 'sklearn.externals.joblib.numpy_pickle'];

/** The only names that are resolved. */
const GLOBALS: ReadonlyMap<string, GlobalName> = new Map<string, GlobalName>([
  ...MODULES.map((module): [string, GlobalName] => [`${module}.NumpyArrayWrapper`, 'wrapper']),
  ['numpy.ndarray', 'array-class'],
  ['numpy.memmap', 'array-class'],
  ['numpy.matrix', 'array-class'],
  ['numpy.matrixlib.defmatrix.matrix', 'array-class'],
  ...CORES.flatMap((core): [string, GlobalName][] => [
    [`${core}.memmap.memmap`, 'array-class'],
    [`${core}.multiarray._reconstruct`, 'reconstruct'],
    [`${core}.numeric._frombuffer`, 'frombuffer'],
    [`${core}.multiarray.scalar`, 'value'],
  ]),
  ['numpy.dtype', 'dtype'],
  ['_codecs.encode', 'encode'],
  ['collections.OrderedDict', 'dict'],
  ...['builtins', '__builtin__'].flatMap((module): [string, GlobalName][] =>
    ['complex', 'set', 'frozenset', 'bytearray', 'slice', 'range'].map((name) => [`${module}.${name}`, 'value']),
  ),
]);

export function globalOf(module: string, name: string): PickleGlobal | undefined {
  const known = GLOBALS.get(`${module}.${name}`);
  return known && { kind: 'global', name: known };
}
