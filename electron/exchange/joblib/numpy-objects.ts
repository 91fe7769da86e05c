import { FormatError } from '../../../shared/format/errors.js';
import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import {
  type Dtype,
  MAX_DIMENSIONS,
  MAX_DTYPE_DEPTH,
  scalarDtype,
  subarrayDtype,
} from '../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../shared/format/numpy/dtype-parse.js';
import { type PlacedField, structOfOffsets } from '../struct-of-offsets.js';
import type { FoundArray, PickleBytesValue, PickleDtype, PickleItems, PickleValue } from './pickle-value.js';

/** What is wrong with the arguments or the state of one of numpy's objects. The caller adds the file. */
export class BadObject extends Error {}

const OBJECTS = 'its items are Python objects';

/** `numpy.dtype('f8', False, True)`; V are structures, whose fields come with the state. */
export function newDtype(args: PickleValue): PickleDtype {
  const [text] = itemsOf(args, 'the arguments of a dtype');
  if (typeof text !== 'string' || text.length > 64) throw new BadObject('a dtype is not a text');
  const dtype = text.startsWith('O') ? undefined : parseTypeString(text);
  return { kind: 'dtype', dtype, fieldCount: 0, depth: 0 };
}

/** `(version, byteorder, subdtype, names, fields, itemsize, alignment, flags[, metadata])` */
export function setDtypeState(target: PickleDtype, state: PickleValue): void {
  if (target.dtype === undefined) return;
  const [, order, sub, names, fields, itemsize, , , metadata] = itemsOf(state, 'the state of a dtype');
  if (sub !== null && sub !== undefined) setSubarray(target, sub);
  else if (isDict(fields) && names !== null) setStruct(target, { names, fields }, intOf(itemsize, 'an item size'));
  else target.dtype = scalarOf(target.dtype, order, metadata);
}

function setSubarray(target: PickleDtype, sub: PickleValue): void {
  const [base, shape] = itemsOf(sub, 'a sub-array');
  const { dtype } = contain(target, dtypeObjectOf(base));
  target.dtype = dtype && subarrayDtype(dtype, typeof shape === 'bigint' ? [Number(shape)] : shapeOf(shape));
}

type Fields = Extract<PickleValue, { readonly kind: 'dict' }>;

interface StructState {
  readonly names: PickleValue | undefined;
  readonly fields: Fields;
}

function setStruct(target: PickleDtype, { names, fields }: StructState, itemsize: number): void {
  const byName = new Map(fields.entries.map(([key, field]) => [textOf(key), field]));
  const placed = itemsOf(names, 'the names of fields').map((name) => placedField(target, textOf(name), byName));
  const known = placed.filter((field) => field !== undefined);
  target.dtype = known.length === placed.length ? structOfOffsets(known, itemsize) : undefined;
}

/** Undefined for Python objects. */
function placedField(
  target: PickleDtype,
  name: string | undefined,
  fields: ReadonlyMap<string | undefined, PickleValue>,
): PlacedField | undefined {
  const [type, offset, title] = itemsOf(fields.get(name), 'a field');
  const { dtype } = contain(target, dtypeObjectOf(type));
  if (dtype === undefined || name === undefined) return undefined;
  const titled = textOf(title ?? null);
  const at = intOf(offset, 'the offset of a field');
  return { name, dtype, offset: at, ...(titled !== undefined && { title: titled }) };
}

/** Of a dtype, with those of the structures in it: by the memo few bytes can hold each other's fields twice, and again twice. */
const MAX_FIELDS = 2 ** 16;

/** Counts what a dtype gets from one in it, which is returned. */
function contain(target: PickleDtype, inner: PickleDtype): PickleDtype {
  target.fieldCount += 1 + inner.fieldCount;
  target.depth = Math.max(target.depth, 1 + inner.depth);
  if (target.fieldCount > MAX_FIELDS) throw new BadObject(`a dtype has more than ${MAX_FIELDS} fields`);
  if (target.depth > MAX_DTYPE_DEPTH) throw new BadObject(`a dtype is nested deeper than ${MAX_DTYPE_DEPTH} levels`);
  return inner;
}

function scalarOf(dtype: Dtype, order: PickleValue | undefined, metadata: PickleValue | undefined): Dtype {
  if (dtype.kind !== 'scalar') return dtype;
  const byteOrder = textOf(order ?? null) === '>' ? '>' : '<';
  const hasUnit = dtype.code === 'M' || dtype.code === 'm';
  return scalarDtype(byteOrder, dtype.code, dtype.itemsize, hasUnit ? unitOf(metadata) : undefined);
}

/** `({}, (b'ms', 25, 1, 1))` is `[25ms]`. */
function unitOf(metadata: PickleValue | undefined): string | undefined {
  const [, unit] = itemsOf(metadata, 'the unit of a time');
  const [name, count] = itemsOf(unit, 'the unit of a time');
  const text = textOf(name ?? null);
  const parsed = parseTypeString(`<m8[${typeof count === 'bigint' && count !== 1n ? count : ''}${text}]`);
  return parsed.unit;
}

/** Where the bytes of an array start, or the bytes themselves with the state. */
export interface ArrayParts {
  readonly shape: PickleValue | undefined;
  readonly dtype: PickleValue | undefined;
  readonly order: 'C' | 'F';
  readonly bytes: PickleValue | undefined;
}

/** An array whose bytes are a value of the pickle. */
export function arrayOfParts({ shape, dtype, order, bytes }: ArrayParts): FoundArray {
  const type = dtypeOf(dtype);
  if (type === undefined) return { reason: OBJECTS };
  if (!isBytes(bytes)) return { reason: 'its bytes are not in the pickle' };
  const { position, lengthBytes } = bytes;
  if (position === undefined) return { reason: 'its bytes are written as text, as the pickle protocol 2 has it' };
  const lengths = shapeOf(shape);
  const expected = arrayNbytes({ dtype: type, shape: lengths });
  if (expected === lengthBytes) return { dtype: type, shape: lengths, order, position };
  throw new BadObject(`an array needs ${expected} bytes, and has ${lengthBytes}`);
}

/** The attributes of joblib's `NumpyArrayWrapper`, before which `position` points to the first byte of the items. */
export interface WrapperState {
  /** Undefined for Python objects. */
  readonly dtype: Dtype | undefined;
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  /** Whether a byte with the number of unused bytes stands before the items. */
  readonly isAligned: boolean;
}

export function wrapperState(state: PickleValue): WrapperState {
  if (!isDict(state)) throw new BadObject('an array of joblib has no attributes');
  const attribute = (name: string): PickleValue | undefined => state.entries.find(([key]) => textOf(key) === name)?.[1];
  const order = textOf(attribute('order') ?? null);
  if (order !== 'C' && order !== 'F') throw new BadObject('the order of an array is neither C nor F');
  const alignment = attribute('numpy_array_alignment_bytes');
  return {
    dtype: dtypeOf(attribute('dtype')),
    shape: shapeOf(attribute('shape')),
    order,
    isAligned: alignment !== undefined && alignment !== null,
  };
}

/** Undefined for Python objects. */
function dtypeOf(value: PickleValue | undefined): Dtype | undefined {
  return dtypeObjectOf(value).dtype;
}

function dtypeObjectOf(value: PickleValue | undefined): PickleDtype {
  if (typeof value === 'object' && value?.kind === 'dtype') return value;
  throw new BadObject('an array has no dtype');
}

function shapeOf(value: PickleValue | undefined): readonly number[] {
  const lengths = itemsOf(value, 'a shape');
  if (lengths.length > MAX_DIMENSIONS) throw new BadObject(`a shape has ${lengths.length} dimensions`);
  return lengths.map((length) => intOf(length, 'a dimension'));
}

function intOf(value: PickleValue | undefined, what: string): number {
  if (typeof value === 'bigint' && value >= 0n && value <= Number.MAX_SAFE_INTEGER) return Number(value);
  throw new BadObject(`${what} is not an integer from 0 to 2^53-1`);
}

export function itemsOf(value: PickleValue | undefined, what: string): PickleItems['items'] {
  if (typeof value === 'object' && (value?.kind === 'tuple' || value?.kind === 'list')) return value.items;
  throw new BadObject(`${what} is not a tuple`);
}

/** A str, or a str of Python 2, which is bytes. */
export function textOf(value: PickleValue): string | undefined {
  if (typeof value === 'string') return value;
  return isBytes(value) ? value.text : undefined;
}

function isDict(value: PickleValue | undefined): value is Fields {
  return typeof value === 'object' && value?.kind === 'dict';
}

function isBytes(value: PickleValue | undefined): value is PickleBytesValue {
  return typeof value === 'object' && value?.kind === 'bytes';
}

/** Whether an error says that an object makes no sense. */
export function isBadObject(error: unknown): error is Error {
  return error instanceof BadObject || (error instanceof FormatError && error.context.file === undefined);
}
