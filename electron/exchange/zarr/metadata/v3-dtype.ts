import { ArgumentError, isBloscpackError } from '../../../../shared/format/errors.js';
import type { JsonObject, JsonValue } from '../../../../shared/format/json.js';
import {
  type ByteOrder,
  type Dtype,
  type ScalarCode,
  type ScalarDtype,
  scalarDtype,
} from '../../../../shared/format/numpy/dtype.js';
import { parseTypeString } from '../../../../shared/format/numpy/dtype-parse.js';
import { jsonInteger } from '../../../../shared/format/numpy/legacy-dtype.js';
import { membersOf } from '../../../engine/in-place/metadata/json-object.js';
import { badMetadata, notRead } from './zarr-array.js';

/** Number types: name without bits, numpy's code, bytes of an item. */
const NUMBERS: readonly (readonly [string, ScalarCode, readonly number[]])[] = [
  ['int', 'i', [1, 2, 4, 8]],
  ['uint', 'u', [1, 2, 4, 8]],
  ['float', 'f', [2, 4, 8]],
  ['complex', 'c', [8, 16]],
];

const NAMES: ReadonlyMap<string, { readonly code: ScalarCode; readonly itemsize: number }> = new Map([
  ['bool', { code: 'b', itemsize: 1 }],
  ...NUMBERS.flatMap(([name, code, sizes]) =>
    sizes.map((itemsize) => [`${name}${8 * itemsize}`, { code, itemsize }] as const),
  ),
]);

const MAX_ITEM_BYTES = 2 ** 31 - 1;

/**
 * The dtype of a `data_type`, with the byte order of the `bytes` codec. Besides those of the core, the types that zarr-python has for
 * numpy's: `null_terminated_bytes`, `fixed_length_utf32`, `raw_bytes`, `numpy.datetime64`, `numpy.timedelta64`. Throws ArgumentError
 * for others.
 */
export function parseDataType(value: JsonValue | undefined, byteOrder: ByteOrder, what: string): Dtype {
  const extension = membersOf(value);
  const name = extension ? extension.get('name') : value;
  if (typeof name !== 'string') throw badMetadata(what, 'data_type has no name');
  const known = NAMES.get(name);
  if (known) return scalarDtype(byteOrder, known.code, known.itemsize);
  const bits = /^r([1-9][0-9]{0,9})$/.exec(name)?.[1];
  if (bits !== undefined && Number(bits) % 8 === 0) return ofBytes('V', Number(bits) / 8, byteOrder, what);
  const configuration = membersOf(extension?.get('configuration')) ?? new Map<string, JsonValue>();
  return extensionDtype(name, configuration, byteOrder, what);
}

function extensionDtype(name: string, configuration: JsonObject, byteOrder: ByteOrder, what: string): Dtype {
  const lengthBytes = Number(jsonInteger(configuration.get('length_bytes')) ?? Number.NaN);
  switch (name) {
    case 'null_terminated_bytes':
      return ofBytes('S', lengthBytes, byteOrder, what);
    case 'fixed_length_utf32':
      return ofBytes('U', lengthBytes, byteOrder, what);
    case 'raw_bytes':
      return ofBytes('V', lengthBytes, byteOrder, what);
    case 'numpy.datetime64':
      return timeDtype('M', configuration, byteOrder, what);
    case 'numpy.timedelta64':
      return timeDtype('m', configuration, byteOrder, what);
    default:
      throw notRead(what, `its data type is ${JSON.stringify(name.slice(0, 60))}`);
  }
}

function ofBytes(code: 'S' | 'U' | 'V', lengthBytes: number, byteOrder: ByteOrder, what: string): Dtype {
  const isLength = Number.isInteger(lengthBytes) && lengthBytes >= 0 && lengthBytes <= MAX_ITEM_BYTES;
  if (!isLength || (code === 'U' && lengthBytes % 4 !== 0)) throw badMetadata(what, 'the length of its items is wrong');
  return scalarDtype(byteOrder, code, lengthBytes);
}

function timeDtype(code: 'M' | 'm', configuration: JsonObject, byteOrder: ByteOrder, what: string): Dtype {
  const [unit, scale] = [configuration.get('unit'), jsonInteger(configuration.get('scale_factor') ?? 1)];
  if (typeof unit !== 'string' || scale === undefined || scale < 1n)
    throw badMetadata(what, 'its unit of time is wrong');
  const detail = unit === 'generic' ? '' : `[${scale === 1n ? '' : scale}${unit}]`;
  try {
    return parseTypeString(`${byteOrder}${code}8${detail}`);
  } catch (error) {
    throw isBloscpackError(error) ? badMetadata(what, error.message) : error;
  }
}

/** The `data_type` of a dtype. Throws ArgumentError for those that version 3 does not have. */
export function printDataType(dtype: Dtype): JsonValue {
  if (dtype.kind !== 'scalar') throw notInZarr3('structures');
  if (dtype.itemsize === 0) throw notInZarr3('items without bytes');
  const configuration = { length_bytes: dtype.itemsize };
  switch (dtype.code) {
    case 'S':
      return { name: 'null_terminated_bytes', configuration };
    case 'U':
      return { name: 'fixed_length_utf32', configuration };
    case 'V':
      return `r${8 * dtype.itemsize}`;
    case 'M':
      return { name: 'numpy.datetime64', configuration: unitOf(dtype) };
    case 'm':
      return { name: 'numpy.timedelta64', configuration: unitOf(dtype) };
    default:
      return numberName(dtype);
  }
}

function numberName({ code, itemsize }: ScalarDtype): string {
  const found = [...NAMES].find(([, type]) => type.code === code && type.itemsize === itemsize);
  return found?.[0] ?? notInZarr3('long doubles');
}

function unitOf({ unit = '[generic]' }: ScalarDtype): JsonValue {
  const [, scale = '', name = 'generic'] = /^\[(\d*)([a-z]+)\]$/i.exec(unit) ?? [];
  return { unit: name, scale_factor: scale === '' ? 1 : Number(scale) };
}

function notInZarr3(what: string): never {
  throw new ArgumentError(`Zarr version 3 has no ${what}: choose version 2, which is the format 'zarr'`);
}
