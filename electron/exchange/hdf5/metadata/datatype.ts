import { ascii } from '../../../../shared/format/bytes.js';
import { isBloscpackError } from '../../../../shared/format/errors.js';
import {
  type ByteOrder,
  type Dtype,
  type FieldSpec,
  MAX_DTYPE_DEPTH,
  scalarDtype,
  structDtype,
  subarrayDtype,
} from '../../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { bytesFor, type Fields } from './fields.js';

/** A type of HDF5, as numpy has it. */
export type Datatype =
  | { readonly kind: 'items'; readonly sizeBytes: number; readonly dtype: Dtype; readonly isSpacePadded?: boolean }
  /** Text of any length, which is stored in a global heap; for attributes. */
  | { readonly kind: 'text'; readonly sizeBytes: number }
  /** `reason` completes "it cannot be read, because ...". */
  | { readonly kind: 'unreadable'; readonly sizeBytes: number; readonly reason: string };

/** What is read of `class and version`, the 24 class bits and the size, with which every type begins. */
interface Head {
  readonly version: number;
  readonly bits: number;
  readonly sizeBytes: number;
}

type ClassReader = (fields: Fields, head: Head, depth: number) => Datatype;

/** The prefix of the tags with which h5py stores numpy's datetimes as opaque bytes. */
export const NUMPY_TAG = 'NUMPY:';

/** Reads a datatype message. Throws FormatError for a damaged one; a type that numpy does not have is `unreadable`. */
export function readDatatype(fields: Fields, depth = 0): Datatype {
  const classAndVersion = fields.u8();
  const head = { version: classAndVersion >> 4, bits: fields.uint(3), sizeBytes: fields.u32() };
  if (depth > MAX_DTYPE_DEPTH) return unreadable(head, `its type nests deeper than ${MAX_DTYPE_DEPTH} levels`);
  if (head.sizeBytes === 0) return unreadable(head, 'its items have no bytes');
  try {
    const read = READERS[classAndVersion & 15];
    return read
      ? read(fields, head, depth)
      : unreadable(head, `its type has the unknown class ${classAndVersion & 15}`);
  } catch (error) {
    // A type that is well formed, but that numpy does not have.
    if (!isBloscpackError(error) || !('problem' in error) || error.problem !== 'bad-dtype') throw error;
    return unreadable(head, error.message);
  }
}

const READERS: readonly ClassReader[] = [
  readInteger,
  readFloat,
  (_fields, head) => unreadable(head, 'its items have the old time type of HDF5'),
  (_fields, head) => ({ ...items(head, scalarDtype('|', 'S', head.sizeBytes)), isSpacePadded: (head.bits & 15) === 2 }),
  readInteger,
  readOpaque,
  readCompound,
  (_fields, head) => unreadable(head, 'its items are references to other objects'),
  readEnum,
  readVariableLength,
  readArray,
];

function unreadable({ sizeBytes }: Head, reason: string): Datatype {
  return { kind: 'unreadable', sizeBytes, reason };
}

function items({ sizeBytes }: Head, dtype: Dtype): Datatype & { kind: 'items' } {
  return { kind: 'items', sizeBytes, dtype };
}

function byteOrder({ bits }: Head): ByteOrder {
  return bits & 1 ? '>' : '<';
}

/** Integers, and bit fields as unsigned ones. */
function readInteger(fields: Fields, head: Head): Datatype {
  const bitOffset = fields.u16();
  const precision = fields.u16();
  if (bitOffset !== 0 || precision !== 8 * head.sizeBytes) {
    return unreadable(head, `its integers use ${precision} of ${8 * head.sizeBytes} bits`);
  }
  return items(head, scalarDtype(byteOrder(head), head.bits & 8 ? 'i' : 'u', head.sizeBytes));
}

interface FloatLayout {
  readonly precision: number;
  readonly exponentAt: number;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
}

/** IEEE 754, and the x86 extended precision of numpy's long double, by item size. */
export const FLOAT_LAYOUTS: ReadonlyMap<number, FloatLayout> = new Map([
  [2, { precision: 16, exponentAt: 10, exponentBits: 5, mantissaBits: 10, bias: 15 }],
  [4, { precision: 32, exponentAt: 23, exponentBits: 8, mantissaBits: 23, bias: 127 }],
  [8, { precision: 64, exponentAt: 52, exponentBits: 11, mantissaBits: 52, bias: 1023 }],
  [12, { precision: 80, exponentAt: 64, exponentBits: 15, mantissaBits: 64, bias: 16383 }],
  [16, { precision: 80, exponentAt: 64, exponentBits: 15, mantissaBits: 64, bias: 16383 }],
]);
const VAX_ORDER = 0x40;

function readFloat(fields: Fields, head: Head): Datatype {
  const bitOffset = fields.u16();
  const found = {
    precision: fields.u16(),
    exponentAt: fields.u8(),
    exponentBits: fields.u8(),
    mantissaAt: fields.u8(),
    mantissaBits: fields.u8(),
    bias: fields.u32(),
  };
  const layout = FLOAT_LAYOUTS.get(head.sizeBytes);
  const isStandard =
    layout !== undefined &&
    bitOffset === 0 &&
    found.mantissaAt === 0 &&
    (head.bits & VAX_ORDER) === 0 &&
    Object.entries(layout).every(([name, value]) => Object.entries(found).some(([n, v]) => n === name && v === value));
  if (!isStandard) return unreadable(head, `its floats of ${head.sizeBytes} bytes are not those of IEEE 754`);
  return items(head, scalarDtype(byteOrder(head), 'f', head.sizeBytes));
}

function readOpaque(fields: Fields, head: Head): Datatype {
  const tag = ascii(fields.take(head.bits & 0xff)).replace(/\0.*$/s, '');
  fields.skip((8 - ((head.bits & 0xff) % 8)) % 8);
  const dtype = tag.startsWith(NUMPY_TAG) ? parseTypeString(tag.slice(NUMPY_TAG.length)) : undefined;
  const isTime = dtype?.itemsize === head.sizeBytes && (dtype.code === 'M' || dtype.code === 'm');
  return items(head, isTime ? dtype : scalarDtype('|', 'V', head.sizeBytes));
}

interface Member {
  readonly name: string;
  readonly offset: number;
  readonly dtype: Dtype;
}

function readCompound(fields: Fields, head: Head, depth: number): Datatype {
  const members: Member[] = [];
  for (let left = head.bits & 0xffff; left > 0; left--) {
    const name = textOf(fields.zeroTerminated(head.version < 3 ? 8 : 1));
    const offset = fields.uint(head.version < 3 ? 4 : bytesFor(head.sizeBytes));
    const shape = head.version === 1 ? readMemberShape(fields) : [];
    const type = readDatatype(fields, depth + 1);
    if (type.kind === 'text') return unreadable(head, `the field '${name}' holds text of variable length`);
    if (type.kind === 'unreadable') return unreadable(head, `of the field '${name}': ${type.reason}`);
    members.push({ name, offset, dtype: subarrayDtype(type.dtype, shape) });
  }
  const complex = complexOf(members, head.sizeBytes);
  if (complex) return items(head, complex);
  const specs = withPadding(members, head.sizeBytes);
  return specs ? items(head, structDtype(specs)) : unreadable(head, 'its fields overlap');
}

/** Version 1 has the dimensions of a sub-array in the compound itself. */
function readMemberShape(fields: Fields): readonly number[] {
  const rank = fields.u8();
  fields.skip(11);
  const shape = Array.from({ length: 4 }, () => fields.u32());
  return shape.slice(0, Math.min(rank, 4));
}

/** h5py and PyTables store complex numbers as compounds of `r` and `i`. */
function complexOf(members: readonly Member[], sizeBytes: number): Dtype | undefined {
  const [re, im] = members;
  if (members.length !== 2 || re?.name !== 'r' || im?.name !== 'i') return undefined;
  const half = sizeBytes / 2;
  const isPair = re.offset === 0 && im.offset === half && [re, im].every(({ dtype }) => isFloatOf(dtype, half));
  const order = re.dtype.kind === 'scalar' && im.dtype.kind === 'scalar' && re.dtype.byteOrder === im.dtype.byteOrder;
  if (!isPair || !order || re.dtype.kind !== 'scalar' || half < 4) return undefined;
  return scalarDtype(re.dtype.byteOrder, 'c', sizeBytes);
}

function isFloatOf(dtype: Dtype, sizeBytes: number): boolean {
  return dtype.kind === 'scalar' && dtype.code === 'f' && dtype.itemsize === sizeBytes;
}

/** The fields with what is between and behind them; undefined when they overlap. */
function withPadding(members: readonly Member[], sizeBytes: number): readonly FieldSpec[] | undefined {
  const specs: FieldSpec[] = [];
  let end = 0;
  const padTo = (offset: number): boolean => {
    if (offset > end) specs.push({ name: '', dtype: scalarDtype('|', 'V', offset - end) });
    return offset >= end;
  };
  for (const { name, offset, dtype } of members.toSorted((a, b) => a.offset - b.offset)) {
    if (!padTo(offset)) return undefined;
    specs.push({ name, dtype });
    end = offset + dtype.itemsize;
  }
  return padTo(sizeBytes) ? specs : undefined;
}

/** numpy's bool, as h5py and PyTables store it; other enumerations are the integers that are stored. */
function readEnum(fields: Fields, head: Head, depth: number): Datatype {
  const base = readDatatype(fields, depth + 1);
  if (base.kind !== 'items') return unreadable(head, 'it is an enumeration of something else than integers');
  const count = head.bits & 0xffff;
  const names = Array.from({ length: count }, () => textOf(fields.zeroTerminated(head.version < 3 ? 8 : 1)));
  const values = fields.take(count * base.sizeBytes);
  const isBool = base.sizeBytes === 1 && names.join() === 'FALSE,TRUE' && values[0] === 0 && values[1] === 1;
  return isBool ? items(head, scalarDtype('|', 'b', 1)) : base;
}

function readVariableLength(_fields: Fields, head: Head): Datatype {
  if ((head.bits & 15) === 1) return { kind: 'text', sizeBytes: head.sizeBytes };
  return unreadable(head, 'its items have a variable length');
}

function readArray(fields: Fields, head: Head, depth: number): Datatype {
  const rank = fields.u8();
  if (head.version < 3) fields.skip(3);
  const shape = Array.from({ length: rank }, () => fields.u32());
  if (head.version < 3) fields.skip(4 * rank);
  const base = readDatatype(fields, depth + 1);
  if (base.kind === 'text') return unreadable(head, 'its items hold text of variable length');
  if (base.kind === 'unreadable') return base;
  const dtype = subarrayDtype(base.dtype, shape);
  return dtype.itemsize === head.sizeBytes ? items(head, dtype) : unreadable(head, 'its sub-arrays have another size');
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
