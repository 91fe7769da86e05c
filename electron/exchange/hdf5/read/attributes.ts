import { ascii } from '../../../../shared/format/bytes.js';
import { JsonFloat, type JsonValue } from '../../../../shared/format/json.js';
import { itemCount } from '../../../../shared/format/numpy/array-metadata.js';
import type { Dtype, ScalarCode, StructDtype } from '../../../../shared/format/numpy/dtype.js';
import { type ElementValue, readElement } from '../../../../shared/format/numpy/values.js';
import { warn } from '../../../engine/io/warning.js';
import type { Attributes } from '../../dataset.js';
import { valueOfText } from '../../json-text.js';
import { treeRecords } from '../heaps/b-tree-2.js';
import { FractalHeap } from '../heaps/fractal-heap.js';
import { globalHeapBytes } from '../heaps/global-heap.js';
import { type Dataspace, readDataspace } from '../metadata/dataspace.js';
import { type Datatype, readDatatype, textOf } from '../metadata/datatype.js';
import type { Fields } from '../metadata/fields.js';
import type { Hdf5File } from '../metadata/hdf5-file.js';
import { MESSAGE, type Message, messageBody } from '../metadata/object-header.js';

/** The attributes of an object. Values that JSON does not have (references, opaque bytes) are left out with a warning. */
export async function readAttributes(file: Hdf5File, messages: readonly Message[]): Promise<Attributes> {
  const attributes = new Map<string, JsonValue>();
  for await (const body of attributeBodies(file, messages)) {
    const attribute = await readAttribute(file, body);
    if ('value' in attribute) attributes.set(attribute.name, attribute.value);
    else warn(`attribute '${attribute.name}' in '${file.name}' is left out: ${attribute.reason}`);
  }
  return attributes;
}

/** Attributes by name: the id in the heap, 1 byte of flags, the order of creation, a hash. */
const ATTRIBUTE_RECORD = [8];
const RECORD_TAIL_BYTES = 9;
const FLAG_SHARED = 2;

async function* attributeBodies(file: Hdf5File, messages: readonly Message[]): AsyncGenerator<Uint8Array> {
  for (const message of messages) {
    if (message.type === MESSAGE.attribute && !message.isShared) yield message.body;
    if (message.type === MESSAGE.attributeInfo) yield* denseAttributes(file, message.body);
  }
}

async function* denseAttributes(file: Hdf5File, body: Uint8Array): AsyncGenerator<Uint8Array> {
  const fields = file.fieldsOf(body, 'the attribute information of an object');
  fields.version([0]);
  if (fields.u8() & 1) fields.skip(2);
  const heapAddress = fields.address();
  const treeAddress = fields.address();
  if (heapAddress === undefined || treeAddress === undefined) return;
  const heap = await FractalHeap.open(file, heapAddress);
  for await (const record of treeRecords(file, treeAddress, ATTRIBUTE_RECORD)) {
    const idBytes = record.byteLength - RECORD_TAIL_BYTES;
    if (!((record[idBytes] ?? 0) & FLAG_SHARED)) yield heap.object(record.subarray(0, idBytes));
  }
}

type Attribute = { readonly name: string } & ({ readonly value: JsonValue } | { readonly reason: string });

const FLAG_TYPE_SHARED = 1;
const FLAG_SPACE_SHARED = 2;
/** A value of JSON takes many times the memory of a stored item. */
const MAX_VALUES = 2 ** 20;

async function readAttribute(file: Hdf5File, body: Uint8Array): Promise<Attribute> {
  const fields = file.fieldsOf(body, 'an attribute');
  const version = fields.version([1, 2, 3]);
  const flags = fields.u8();
  const [nameBytes, typeBytes, spaceBytes] = [fields.u16(), fields.u16(), fields.u16()];
  if (version === 3) fields.skip(1);
  const padded = (sizeBytes: number): number => (version === 1 ? Math.ceil(sizeBytes / 8) * 8 : sizeBytes);
  const name = textOf(fields.take(padded(nameBytes))).replace(/\0.*$/s, '');
  const typeMessage = { type: MESSAGE.datatype, isShared: version > 1 && (flags & FLAG_TYPE_SHARED) !== 0 };
  const typeBody = await messageBody(file, { ...typeMessage, body: fields.take(padded(typeBytes)) });
  const spaceBody = fields.take(padded(spaceBytes));
  if (typeBody === undefined || (version > 1 && flags & FLAG_SPACE_SHARED)) {
    return { name, reason: 'its description lies in a table of shared messages' };
  }
  const type = readDatatype(file.fieldsOf(typeBody, 'the type of an attribute'));
  const space = readDataspace(file.fieldsOf(spaceBody, 'the shape of an attribute'));
  if (space === undefined) return { name, value: isTextType(type) ? '' : null };
  if (itemCount(space.shape, 'bad-hdf5') > MAX_VALUES) return { name, reason: `it has more than ${MAX_VALUES} values` };
  return readValue(file, name, fields, type, space);
}

/** PyTables stores an empty text as one without an item. */
function isTextType(type: Datatype): boolean {
  return type.kind === 'text' || (type.kind === 'items' && type.dtype.kind === 'scalar' && type.dtype.code === 'S');
}

async function readValue(
  file: Hdf5File,
  name: string,
  fields: Fields,
  type: Datatype,
  { shape }: Dataspace,
): Promise<Attribute> {
  if (type.kind === 'unreadable') return { name, reason: type.reason };
  const values: JsonValue[] = [];
  for (let left = itemCount(shape, 'bad-hdf5'); left > 0; left--) {
    const item = fields.take(type.sizeBytes);
    const value =
      type.kind === 'text'
        ? decodedText(await globalHeapBytes(file, file.fieldsOf(item, 'a text of an attribute')))
        : jsonOf(type.dtype, readElement(type.dtype, item, 0), type.isSpacePadded);
    if (value === undefined) return { name, reason: 'JSON has no such values' };
    values.push(value);
  }
  const value = nested(values, shape);
  return { name, value: shape.length === 0 && typeof value === 'string' ? valueOfText(value) : value };
}

/** A list of lists for several axes, a single value for none. */
function nested(values: readonly JsonValue[], [length, ...inner]: readonly number[]): JsonValue {
  if (length === undefined) return values[0] ?? null;
  if (inner.length === 0) return values;
  const step = length === 0 ? 0 : values.length / length;
  return Array.from({ length: values.length === 0 ? 0 : length }, (_, index) =>
    nested(values.slice(index * step, (index + 1) * step), inner),
  );
}

/** UTF-8, or where it is not, a character for each byte; without the zeros that h5py does not read either. */
function decodedText(bytes: Uint8Array): string {
  const text = bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return ascii(text);
  }
}

function jsonOf(dtype: Dtype, value: ElementValue, isSpacePadded = false): JsonValue | undefined {
  if (dtype.kind === 'scalar') return scalarOf(dtype.code, value, isSpacePadded);
  if (dtype.kind === 'struct') return recordOf(dtype, value);
  return isList(value) ? allOf(value.map((item) => jsonOf(dtype.base, item))) : undefined;
}

/** Undefined for opaque bytes and times. */
function scalarOf(code: ScalarCode, value: ElementValue, isSpacePadded: boolean): JsonValue | undefined {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value === 'number') return code === 'f' ? floatOf(value) : value;
  if (value instanceof Uint8Array) return code === 'S' ? unpaddedText(value, isSpacePadded) : undefined;
  if (typeof value !== 'object') return value;
  return 'kind' in value && value.kind === 'complex' ? [floatOf(value.re), floatOf(value.im)] : undefined;
}

function recordOf(dtype: StructDtype, value: ElementValue): JsonValue | undefined {
  if (typeof value !== 'object' || !('kind' in value) || value.kind !== 'record') return undefined;
  const dtypes = dtype.fields.filter((field) => !field.padding);
  const values = allOf(value.fields.map((field, index) => jsonOf(dtypes[index]?.dtype ?? dtype, field.value)));
  return values && new Map(value.fields.map(({ name }, index) => [name, values[index] ?? null]));
}

function isList(value: ElementValue): value is readonly ElementValue[] {
  return Array.isArray(value);
}

function allOf(values: readonly (JsonValue | undefined)[]): readonly JsonValue[] | undefined {
  const present = values.filter((value): value is JsonValue => value !== undefined);
  return present.length === values.length ? present : undefined;
}

function unpaddedText(bytes: Uint8Array, isSpacePadded: boolean): string {
  const text = decodedText(bytes);
  return isSpacePadded ? text.replace(/ +$/, '') : text;
}

/** A float stays one when its value is whole. */
function floatOf(value: number): number | JsonFloat {
  return Number.isInteger(value) ? new JsonFloat(value) : value;
}
