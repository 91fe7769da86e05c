/** Packed values as typed arrays, without conversion if byte order and alignment allow. */
import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { decodeHalf } from '../../../shared/format/numpy/float-decode.js';
import { readElement } from '../../../shared/format/numpy/values.js';

type SmallArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array;
type TypedNumbers = SmallArray | Float64Array;

type ViewMaker = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => TypedNumbers;

/** By code and item size; values of other dtypes are read one by one. */
const VIEWS: ReadonlyMap<string, ViewMaker> = new Map<string, ViewMaker>([
  ['b1', Uint8Array],
  ['u1', Uint8Array],
  ['i1', Int8Array],
  ['u2', Uint16Array],
  ['i2', Int16Array],
  ['u4', Uint32Array],
  ['i4', Int32Array],
  ['f4', Float32Array],
  ['f8', Float64Array],
]);

/** The high half of NaT; its low half is 0. */
const NAT_HIGH = -(2 ** 31);

/** Every half-precision number by its bits; filled at the first use. */
let halves: Float64Array | undefined;

/**
 * Numbers of a plain dtype as doubles: exact but for 64-bit integers beyond 2^53 and long doubles. NaN for NaT. Integers and times of
 * 8 bytes are relative to `base`, which makes them exact where they are within 2^53 of it.
 */
export function float64s(dtype: ScalarDtype, packed: Uint8Array, base = 0n): Float64Array {
  const { code, itemsize } = dtype;
  if (code === 'f' && itemsize === 2) return halfValues(dtype, packed);
  if (code !== 'f' && code !== 'c' && itemsize === 8) return pairValues(dtype, packed, base);
  const typed = typedView(dtype, packed);
  if (typed instanceof Float64Array) return typed;
  if (typed) return new Float64Array(typed);
  const count = Math.floor(packed.byteLength / itemsize);
  return Float64Array.from({ length: count }, (_, item) => Number(readElement(dtype, packed, item * itemsize)));
}

/** Values of 8 bytes as pairs of 32 bits, low one first. */
export function wordPairs(dtype: ScalarDtype, packed: Uint8Array): Uint32Array {
  const bytes = littleEndian(dtype, packed);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

/** Computed from halves, which is many times faster than with bigints. */
function pairValues(dtype: ScalarDtype, packed: Uint8Array, base: bigint): Float64Array {
  const low = wordPairs(dtype, packed);
  const high = dtype.code === 'u' ? low : new Int32Array(low.buffer, low.byteOffset, low.length);
  const hasNat = dtype.code === 'M' || dtype.code === 'm';
  const [baseHigh, baseLow] = [Number(base >> 32n), Number(base & 0xffffffffn)];
  const values = new Float64Array(low.length / 2);
  for (let item = 0; item < values.length; item++) {
    const [h, l] = [high[2 * item + 1] ?? 0, low[2 * item] ?? 0];
    values[item] = hasNat && h === NAT_HIGH && l === 0 ? Number.NaN : (h - baseHigh) * 2 ** 32 + (l - baseLow);
  }
  return values;
}

function typedView(dtype: ScalarDtype, packed: Uint8Array): TypedNumbers | undefined {
  const View = VIEWS.get(`${dtype.code}${dtype.itemsize}`);
  if (!View) return undefined;
  const bytes = littleEndian(dtype, packed);
  return new View(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / dtype.itemsize));
}

/** The bytes aligned for a typed array and in little-endian order; the given bytes themselves if they are so already. */
function littleEndian({ byteOrder, itemsize }: ScalarDtype, packed: Uint8Array): Uint8Array {
  if (byteOrder !== '>') return packed.byteOffset % itemsize === 0 ? packed : packed.slice();
  const swapped = Buffer.from(packed.slice().buffer);
  if (itemsize === 2) return swapped.swap16();
  return itemsize === 4 ? swapped.swap32() : swapped.swap64();
}

function halfValues(dtype: ScalarDtype, packed: Uint8Array): Float64Array {
  halves ??= Float64Array.from({ length: 0x10000 }, (_, bits) => decodeHalf(bits));
  const bytes = littleEndian(dtype, packed);
  const bits = new Uint16Array(bytes.buffer, bytes.byteOffset, Math.floor(bytes.byteLength / 2));
  const values = new Float64Array(bits.length);
  for (let item = 0; item < bits.length; item++) values[item] = halves[bits[item] ?? 0] ?? 0;
  return values;
}
