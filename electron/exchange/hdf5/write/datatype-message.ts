import { ArgumentError } from '../../../../shared/format/errors.js';
import type { Dtype, ScalarDtype, StructDtype } from '../../../../shared/format/numpy/dtype.js';
import { dtypeStr } from '../../../../shared/format/numpy/dtype-print.js';
import { FLOAT_LAYOUTS, NUMPY_TAG } from '../metadata/datatype.js';
import { bytesFor } from '../metadata/fields.js';
import { FieldWriter } from './field-writer.js';

const CLASS = { integer: 0, float: 1, string: 3, opaque: 5, compound: 6, enumeration: 8, text: 9, array: 10 } as const;
/** Classes that have to be written in version 3, and version 1 for the others, which every HDF5 reads. */
const VERSION_3: ReadonlySet<number> = new Set([CLASS.compound, CLASS.array]);

/** The datatype message of a dtype, as h5py writes it. Throws ArgumentError for a dtype that HDF5 does not have. */
export function datatypeMessage(dtype: Dtype): Uint8Array {
  if (dtype.itemsize === 0) throw new ArgumentError('HDF5 cannot hold items without bytes');
  if (dtype.kind === 'scalar') return scalarMessage(dtype);
  return dtype.kind === 'struct' ? compoundMessage(dtype) : arrayMessage(dtype.base, dtype.shape, dtype.itemsize);
}

function begin(kind: number, bits: number, sizeBytes: number): FieldWriter {
  const version = VERSION_3.has(kind) ? 3 : 1;
  return new FieldWriter()
    .u8((version << 4) | kind)
    .uint(bits, 3)
    .u32(sizeBytes);
}

function scalarMessage(dtype: ScalarDtype): Uint8Array {
  const { code, itemsize, byteOrder } = dtype;
  const isBig = byteOrder === '>';
  switch (code) {
    case 'i':
    case 'u':
      return integerMessage(itemsize, code === 'i', isBig);
    case 'f':
      return floatMessage(itemsize, isBig);
    case 'c':
      return complexMessage(itemsize, isBig);
    case 'b':
      return boolMessage();
    case 'S':
      return begin(CLASS.string, NULL_PADDED, itemsize).bytes();
    case 'V':
      return begin(CLASS.opaque, 0, itemsize).bytes();
    case 'M':
    case 'm':
      return taggedMessage(`${NUMPY_TAG}${dtypeStr(dtype)}`, itemsize);
    case 'U':
      throw new ArgumentError(`HDF5 has no text of four bytes a character (${dtypeStr(dtype)}): use bytes instead`);
  }
}

const NULL_PADDED = 1;
const SIGNED = 8;

function integerMessage(sizeBytes: number, isSigned: boolean, isBig: boolean): Uint8Array {
  const bits = (isBig ? 1 : 0) | (isSigned ? SIGNED : 0);
  return begin(CLASS.integer, bits, sizeBytes)
    .u16(0)
    .u16(8 * sizeBytes)
    .bytes();
}

/** The highest bit of the mantissa is not stored; the x86 extended precision stores it. */
const IMPLIED_BIT = 0x20;
const EXTENDED_BITS = 80;

function floatMessage(sizeBytes: number, isBig: boolean): Uint8Array {
  const layout = FLOAT_LAYOUTS.get(sizeBytes);
  if (layout === undefined) throw new TypeError(`no float has ${sizeBytes} bytes`);
  const { precision, exponentAt, exponentBits, mantissaBits, bias } = layout;
  const normalised = precision === EXTENDED_BITS ? 0 : IMPLIED_BIT;
  return begin(CLASS.float, (isBig ? 1 : 0) | normalised | ((precision - 1) << 8), sizeBytes)
    .u16(0)
    .u16(precision)
    .u8(exponentAt)
    .u8(exponentBits)
    .u8(0)
    .u8(mantissaBits)
    .u32(bias)
    .bytes();
}

function complexMessage(sizeBytes: number, isBig: boolean): Uint8Array {
  const part = floatMessage(sizeBytes / 2, isBig);
  const members = [
    { name: 'r', offset: 0, message: part },
    { name: 'i', offset: sizeBytes / 2, message: part },
  ];
  return membersMessage(members, sizeBytes);
}

interface Member {
  readonly name: string;
  readonly offset: number;
  readonly message: Uint8Array;
}

const MAX_MEMBERS = 0xffff;

function membersMessage(members: readonly Member[], sizeBytes: number): Uint8Array {
  if (members.length === 0 || members.length > MAX_MEMBERS) {
    throw new ArgumentError(`HDF5 cannot hold items of ${members.length} fields, but of 1 to ${MAX_MEMBERS}`);
  }
  const writer = begin(CLASS.compound, members.length, sizeBytes);
  for (const { name, offset, message } of members) {
    writer.text(name).u8(0).uint(offset, bytesFor(sizeBytes)).put(message);
  }
  return writer.bytes();
}

function compoundMessage({ fields, itemsize }: StructDtype): Uint8Array {
  const members = fields.filter(({ padding }) => !padding);
  const unnamed = members.find(({ name }) => name === '' || name.includes('\0'));
  if (unnamed) throw new ArgumentError('HDF5 cannot hold a field without a name');
  return membersMessage(
    members.map(({ name, offset, dtype }) => ({ name, offset, message: datatypeMessage(dtype) })),
    itemsize,
  );
}

function arrayMessage(base: Dtype, shape: readonly number[], sizeBytes: number): Uint8Array {
  const writer = begin(CLASS.array, 0, sizeBytes).u8(shape.length);
  for (const length of shape) writer.u32(length);
  return writer.put(datatypeMessage(base)).bytes();
}

/** As h5py stores numpy's bool: an enumeration of a signed byte. */
export function boolMessage(): Uint8Array {
  return begin(CLASS.enumeration, 2, 1)
    .put(integerMessage(1, true, false))
    .text('FALSE\0\0\0TRUE\0\0\0\0')
    .put(Uint8Array.of(0, 1))
    .bytes();
}

/** Opaque bytes with the tag by which h5py knows them. */
function taggedMessage(tag: string, sizeBytes: number): Uint8Array {
  const padded = new FieldWriter().text(tag).pad(8).bytes();
  return begin(CLASS.opaque, padded.byteLength, sizeBytes).put(padded).bytes();
}

/** Bytes of a reference to a text in a global heap: its length, the address of the collection, its index there. */
const TEXT_REFERENCE_BYTES = 16;
const TEXT_IN_UTF8 = 0x101;

/** Text of any length, in UTF-8. */
export function textMessage(): Uint8Array {
  return begin(CLASS.text, TEXT_IN_UTF8, TEXT_REFERENCE_BYTES)
    .put(integerMessage(1, false, false))
    .bytes();
}
