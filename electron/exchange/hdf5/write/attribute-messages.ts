import type { JsonValue } from '../../../../shared/format/json.js';
import { scalarDtype } from '../../../../shared/format/numpy/dtype.js';
import { warn } from '../../../engine/io/warning.js';
import type { Attributes } from '../../dataset.js';
import { isMarkedAsJson, markedJson } from '../../json-text.js';
import { MESSAGE } from '../metadata/object-header.js';
import { boolMessage, datatypeMessage, textMessage } from './datatype-message.js';
import { FieldWriter } from './field-writer.js';
import { dataspaceMessage, MAX_MESSAGE_BYTES, type NewMessage } from './object-header.js';
import { TextHeaps } from './text-heaps.js';

/** The attributes of a dataset: messages for its header, and what stands at `address` for them. */
export function attributeMessages(
  attributes: Attributes,
  address: number,
): { readonly messages: readonly NewMessage[]; readonly heaps: Uint8Array } {
  const encoded = [...attributes].filter(([name]) => isPossibleName(name)).map(([name, value]) => encode(name, value));
  const heaps = new TextHeaps(new Set(encoded.flatMap(({ values }) => values.filter(isText))), address);
  return { messages: encoded.map((attribute) => message(attribute, heaps)), heaps: heaps.bytes };
}

/** A value as HDF5 has it: items of one type. */
interface Encoded {
  readonly name: string;
  readonly type: Uint8Array;
  /** Undefined: there is no item at all. */
  readonly shape: readonly number[] | undefined;
  /** Bytes of an item, or a text. */
  readonly values: readonly (Uint8Array | string)[];
}

type ItemKind = 'bool' | 'int' | 'uint' | 'float' | 'text';

const TYPES = {
  bool: boolMessage,
  int: () => datatypeMessage(scalarDtype('<', 'i', 8)),
  uint: () => datatypeMessage(scalarDtype('<', 'u', 8)),
  float: () => datatypeMessage(scalarDtype('<', 'f', 8)),
  text: textMessage,
} satisfies Record<ItemKind, () => Uint8Array>;

/** Longer lists are stored as JSON text: an attribute has at most 64 KiB. */
const MAX_ITEMS = 2048;
const MAX_RANK = 32;
const MAX_NAME_BYTES = 2 ** 14;

function isPossibleName(name: string): boolean {
  const isPossible = name !== '' && isPlainText(name) && new TextEncoder().encode(name).byteLength <= MAX_NAME_BYTES;
  if (!isPossible) warn('an attribute is left out, because HDF5 cannot hold its name');
  return isPossible;
}

function encode(name: string, value: JsonValue): Encoded {
  if (value === null) return { name, type: TYPES.float(), shape: undefined, values: [] };
  const block = blockOf(value);
  const kind = block && kindOf(block.items);
  const isMarked = typeof value === 'string' && isMarkedAsJson(value);
  if (block === undefined || kind === undefined || isMarked) {
    return { name, type: TYPES.text(), shape: [], values: [markedJson(value)] };
  }
  return { name, type: TYPES[kind](), shape: block.shape, values: block.items.map((item) => itemOf(item, kind)) };
}

/** A value without lists, or lists of lists of one length each: as an array. Undefined for other values, and for too many items. */
function blockOf(
  value: JsonValue,
  depth = 0,
): { readonly shape: readonly number[]; readonly items: readonly JsonValue[] } | undefined {
  if (!isList(value)) return { shape: [], items: [value] };
  if (value.length === 0 || value.length > MAX_ITEMS || depth === MAX_RANK) return undefined;
  const blocks = value.map((item) => blockOf(item, depth + 1));
  const shape = blocks[0]?.shape;
  const items = blocks.flatMap((block) => (block && block.shape.join() === shape?.join() ? [block.items] : []));
  if (shape === undefined || items.length !== value.length || items.flat().length > MAX_ITEMS) return undefined;
  return { shape: [value.length, ...shape], items: items.flat() };
}

/** The one kind of all items; undefined when there is none, or HDF5 cannot hold them. */
function kindOf(items: readonly JsonValue[]): ItemKind | undefined {
  const kinds = new Set(items.map(kindOfItem));
  const [kind] = kinds;
  if (kinds.size === 1) return kind;
  const areIntegers = kinds.size === 2 && kinds.has('int') && kinds.has('uint');
  return areIntegers && items.every((item) => Number(item) >= 0) ? 'uint' : undefined;
}

const INT64_END = 2n ** 63n;

function kindOfItem(item: JsonValue): ItemKind | undefined {
  if (typeof item === 'boolean') return 'bool';
  if (typeof item === 'string') return isPlainText(item) ? 'text' : undefined;
  if (item instanceof Number) return 'float';
  if (typeof item === 'number') return Number.isSafeInteger(item) && !Object.is(item, -0) ? 'int' : 'float';
  if (typeof item !== 'bigint' || item < -INT64_END || item >= 2n * INT64_END) return undefined;
  return item < INT64_END ? 'int' : 'uint';
}

/** Text that ends with its bytes, and has no half of a character. */
function isPlainText(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

function itemOf(item: JsonValue, kind: ItemKind): Uint8Array | string {
  if (kind === 'text') return String(item);
  if (kind === 'bool') return Uint8Array.of(item === true ? 1 : 0);
  const view = new DataView(new ArrayBuffer(8));
  if (kind === 'float') view.setFloat64(0, Number(item), true);
  // Modulo 2^64: the same bytes for signed and unsigned integers.
  else view.setBigInt64(0, BigInt.asIntN(64, typeof item === 'bigint' ? item : BigInt(Number(item))), true);
  return new Uint8Array(view.buffer);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isText(value: Uint8Array | string): value is string {
  return typeof value === 'string';
}

const UTF8 = 1;

function message({ name, type, shape, values }: Encoded, heaps: TextHeaps): NewMessage {
  const nameBytes = new FieldWriter().text(name).u8(0).bytes();
  const space = dataspaceMessage(shape);
  const writer = new FieldWriter().u8(3).u8(0).u16(nameBytes.byteLength).u16(type.byteLength).u16(space.byteLength);
  writer.u8(UTF8).put(nameBytes).put(type).put(space);
  for (const value of values) writer.put(typeof value === 'string' ? heaps.reference(value) : value);
  if (writer.length > MAX_MESSAGE_BYTES) throw new TypeError('an attribute is larger than its message');
  return { type: MESSAGE.attribute, body: writer.bytes() };
}
