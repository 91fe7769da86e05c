/**
 * The head of a `.npy` file. Source: `numpy.lib.format`.
 *
 *     | at | size   | field                                                                        |
 *     | 0  | 6      | magic `\x93NUMPY`                                                             |
 *     | 6  | 2      | version, major and minor: 1.0, 2.0 or 3.0                                     |
 *     | 8  | 2 or 4 | length of the rest of the header, u16 LE in 1.0, u32 LE in 2.0 and 3.0        |
 *     |    | length | a Python dict, padded with spaces and one newline; UTF-8 in 3.0, else latin-1 |
 */
import { ascii } from '../bytes.js';
import { FormatError } from '../errors.js';
import { itemCount } from './array-metadata.js';
import type { Dtype } from './dtype.js';
import { parseDescr } from './dtype-parse.js';
import { dtypeDescr, pyShape } from './dtype-print.js';
import { type PyDict, type PyValue, parsePythonLiteral, reprPython } from './python-literal.js';
import { latin1Bytes } from './python-string.js';

/** The bytes that `npyHeaderBytesNeeded` needs. Every `.npy` file is longer. */
export const NPY_PREFIX_BYTES = 12;
/** Longest header that is accepted. numpy's limit is 10000 characters unless the caller trusts the file. */
export const MAX_NPY_HEADER_BYTES = 10 * 2 ** 20;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const VERSION_AT = MAGIC.length;
const LENGTH_AT = VERSION_AT + 2;
/** Data start at a multiple of this, so that the file can be memory-mapped. */
const ALIGNMENT = 64;
/** numpy leaves room to rewrite the growing dimension in place: digits of 8 * 2^64 - 1. */
const GROWTH_AXIS_MAX_DIGITS = 21;

/** The content of a `.npy` header. */
export interface NpyArrayInfo {
  readonly dtype: Dtype;
  /** True when the first index varies fastest in the data. numpy writes false for arrays of fewer than two dimensions. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

export interface NpyHeader extends NpyArrayInfo {
  readonly version: readonly [number, number];
  /** Position of the array's bytes in the file. */
  readonly dataOffsetBytes: number;
}

interface Version {
  readonly major: number;
  readonly lengthBytes: 2 | 4;
  readonly decode: (bytes: Uint8Array) => string;
  /** `undefined` when the text has characters that the encoding lacks. */
  readonly encode: (text: string) => Uint8Array | undefined;
}

const VERSIONS: readonly Version[] = [
  { major: 1, lengthBytes: 2, decode: ascii, encode: latin1Bytes },
  { major: 2, lengthBytes: 4, decode: ascii, encode: latin1Bytes },
  {
    major: 3,
    lengthBytes: 4,
    decode: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    encode: (text) => new TextEncoder().encode(text),
  },
];

function refuse(message: string, expected: string | number, found: string | number, cause?: unknown): never {
  throw new FormatError('bad-npy', message, { expected, found }, cause);
}

function readLength(bytes: Uint8Array, lengthBytes: 2 | 4): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return lengthBytes === 2 ? view.getUint16(LENGTH_AT, true) : view.getUint32(LENGTH_AT, true);
}

interface Extent {
  readonly version: Version;
  readonly textStart: number;
  readonly textEnd: number;
}

function parsePrefix(prefix: Uint8Array): Extent {
  if (MAGIC.some((byte, index) => prefix[index] !== byte && index < prefix.length)) {
    const found = reprPython({ kind: 'bytes', bytes: prefix.subarray(0, MAGIC.length) });
    refuse(`not a .npy file: expected it to start with b'\\x93NUMPY', found ${found}`, "b'\\x93NUMPY'", found);
  }
  if (prefix.length < NPY_PREFIX_BYTES) {
    const found = prefix.length;
    refuse(
      `the .npy file ends after ${found} bytes, within its ${NPY_PREFIX_BYTES} byte prefix`,
      NPY_PREFIX_BYTES,
      found,
    );
  }
  const [major = 0, minor = 0] = prefix.subarray(VERSION_AT);
  const version = VERSIONS.find((candidate) => candidate.major === major && minor === 0);
  if (!version) {
    return refuse(`unsupported .npy version ${major}.${minor} (expected 1.0, 2.0 or 3.0)`, '1.0', `${major}.${minor}`);
  }
  const textBytes = readLength(prefix, version.lengthBytes);
  if (textBytes > MAX_NPY_HEADER_BYTES) {
    const limit = MAX_NPY_HEADER_BYTES;
    refuse(`the .npy header has ${textBytes} bytes, at most ${limit} are accepted`, limit, textBytes);
  }
  const textStart = LENGTH_AT + version.lengthBytes;
  return { version, textStart, textEnd: textStart + textBytes };
}

/**
 * The number of bytes from the start of the file that `parseNpyHeader` needs; the data start there.
 * `prefix` holds the first `NPY_PREFIX_BYTES` or more. Throws FormatError `bad-npy`.
 */
export function npyHeaderBytesNeeded(prefix: Uint8Array): number {
  return parsePrefix(prefix).textEnd;
}

function parseDict(text: string): PyDict {
  try {
    const value = parsePythonLiteral(text);
    if (typeof value === 'object' && value?.kind === 'dict') return value;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse(`the .npy header is not a Python dict: ${reason}`, 'a dict', 'other text', cause);
  }
  return refuse('the .npy header is not a Python dict but another literal', 'a dict', 'another literal');
}

function decodeText(bytes: Uint8Array, version: Version): string {
  try {
    return version.decode(bytes);
  } catch (cause) {
    return refuse('the .npy header is not valid UTF-8', 'UTF-8', 'other bytes', cause);
  }
}

const KEYS = ['descr', 'fortran_order', 'shape'];

function requireKeys(dict: PyDict): ReadonlyMap<PyValue, PyValue> {
  const keys = dict.entries.map(([key]) => key);
  if (keys.length !== KEYS.length || KEYS.some((key) => !keys.includes(key))) {
    const found = keys.slice(0, 8).map(reprPython).join(', ').slice(0, 200);
    refuse(`the .npy header must hold the keys ${KEYS.join(', ')}, found ${found || 'none'}`, KEYS.join(', '), found);
  }
  return new Map(dict.entries);
}

function parseShape(value: PyValue | undefined): readonly number[] {
  if (typeof value !== 'object' || value?.kind !== 'tuple')
    return refuse('the .npy shape is not a tuple', 'a tuple', '');
  const shape = value.items.map((item) =>
    typeof item === 'bigint' ? Number(item) : refuse('the .npy shape has values that are not integers', 'integers', ''),
  );
  itemCount(shape, 'bad-npy');
  return shape;
}

/**
 * Reads the header at the start of `bytes`, which may hold more of the file.
 * Throws FormatError `bad-npy`, or `bad-dtype` when the header is valid but its dtype cannot be stored.
 */
export function parseNpyHeader(bytes: Uint8Array): NpyHeader {
  const { version, textStart, textEnd } = parsePrefix(bytes);
  if (bytes.length < textEnd) {
    refuse(`the .npy file ends after ${bytes.length} bytes, its header needs ${textEnd}`, textEnd, bytes.length);
  }
  const header = requireKeys(parseDict(decodeText(bytes.subarray(textStart, textEnd), version)));
  const fortranOrder = header.get('fortran_order');
  if (typeof fortranOrder !== 'boolean') refuse('the .npy fortran_order is not True or False', 'True or False', '');
  const dtype = parseDescr(header.get('descr') ?? null);
  if (dtype.kind === 'subarray') {
    refuse('the .npy item type is a sub-array, whose dimensions belong in the shape', 'a plain type', 'a sub-array');
  }
  const shape = parseShape(header.get('shape'));
  return { version: [version.major, 0], dtype, fortranOrder, shape, dataOffsetBytes: textEnd };
}

function headerText({ dtype, fortranOrder, shape }: NpyArrayInfo): string {
  const order = reprPython(fortranOrder);
  const dict = `{'descr': ${reprPython(dtypeDescr(dtype))}, 'fortran_order': ${order}, 'shape': ${reprPython(pyShape(shape))}, }`;
  const growing = fortranOrder ? shape.at(-1) : shape[0];
  return growing === undefined ? dict : dict + ' '.repeat(GROWTH_AXIS_MAX_DIGITS - String(growing).length);
}

/** The whole header in one version, `undefined` when the text does not fit that version. */
function wrap(text: string, { major, lengthBytes, encode }: Version): Uint8Array | undefined {
  const encoded = encode(text);
  if (!encoded) return undefined;
  const textStart = LENGTH_AT + lengthBytes;
  const unpadded = textStart + encoded.length + 1;
  // numpy adds a full line of padding to a header that is already aligned.
  const totalBytes = unpadded + ALIGNMENT - (unpadded % ALIGNMENT);
  const textBytes = totalBytes - textStart;
  if (textBytes >= 2 ** (8 * lengthBytes)) return undefined;
  const bytes = new Uint8Array(totalBytes).fill(0x20);
  bytes.set(MAGIC);
  bytes.set([major, 0], VERSION_AT);
  bytes.set(
    [0, 8, 16, 24].slice(0, lengthBytes).map((shift) => (textBytes >>> shift) & 0xff),
    LENGTH_AT,
  );
  bytes.set(encoded, textStart);
  bytes[totalBytes - 1] = 0x0a;
  return bytes;
}

/**
 * The same bytes as the header that numpy (1.23 and newer) writes: the oldest version that fits.
 * Throws FormatError `bad-npy` for an impossible shape.
 */
export function printNpyHeader(info: NpyArrayInfo): Uint8Array {
  itemCount(info.shape, 'bad-npy');
  const text = headerText(info);
  for (const version of VERSIONS) {
    const bytes = wrap(text, version);
    if (bytes) return bytes;
  }
  return refuse('the .npy header is too long for any version of the format', 2 ** 32 - 1, text.length);
}
