import type { RawGuess } from '../../../shared/contract/files.js';
import { parseTypeString } from '../../../shared/format/numpy/dtype-parse.js';
import { dtypeWords } from '../../../shared/format/numpy/dtype-words.js';
import { firstValues } from './raw-values.js';

/** Dtypes of raw files; equally likely ones are listed in this order. */
const CANDIDATES = ['|u1', '<f8', '<f4', '<i8', '<i4', '<u2', '<i2', '>f8', '>f4', '>i8', '>i4', '>u2', '>i2', '|i1'];

const GUESSES = 3;
const SHOWN_VALUES = 64;
/** Items that are examined, from the start of the file, which the preview shows too. */
const SAMPLED_ITEMS = 4096;
/** Measured floats lie between these, or are 0. */
const MIN_FLOAT = 1e-30;
const MAX_FLOAT = 1e30;
/** The cost of a bit of an implausible float; an unpredictable bit costs 1. */
const IMPLAUSIBLE_COST = 2;
/** The cost of storing a float's exponent; for integers the cost of their size is used instead. */
const FLOAT_COST = 0.25;

/** Reads the items of a sample as one dtype. */
interface Reading {
  readonly isFloat: boolean;
  readonly itemsize: number;
  readonly value: (index: number) => number;
  /** The item's bits as an integer with the order of the values, so that close values have close integers. */
  readonly rank: (index: number) => bigint;
}

/**
 * The most likely dtypes of raw bytes, the best first. A dtype is good when its values are plausible (small integers,
 * floats of a usual size) and each is close to the previous one: both are measured in bits a coder would need per byte.
 */
export function guessDtypes(sample: Uint8Array): readonly RawGuess[] {
  return CANDIDATES.map((descr) => ({ descr, cost: costOf(sample, descr) }))
    .filter(({ cost }) => Number.isFinite(cost))
    .sort((one, other) => one.cost - other.cost)
    .slice(0, GUESSES)
    .map(({ descr }) => {
      const dtype = parseTypeString(descr);
      return { descr, dtype: dtypeWords(dtype), firstValues: firstValues(sample, dtype, SHOWN_VALUES) };
    });
}

/** Needed bits per stored bit: about 0 for constant data, 1 or more for noise. Infinite for fewer than two items. */
function costOf(sample: Uint8Array, descr: string): number {
  const reading = readingOf(sample, descr);
  const count = Math.min(SAMPLED_ITEMS, Math.floor(sample.byteLength / reading.itemsize));
  if (count < 2) return Number.POSITIVE_INFINITY;
  const bits = 8 * reading.itemsize;
  let cost = 0;
  for (let index = 1; index < count; index++) {
    cost += log2Of(reading.rank(index) - reading.rank(index - 1)) / bits + plausibilityCost(reading, index);
  }
  return cost / (count - 1);
}

function plausibilityCost({ isFloat, itemsize, value, rank }: Reading, index: number): number {
  if (!isFloat) return log2Of(rank(index)) / (8 * itemsize);
  const size = Math.abs(value(index));
  const isPlausible = size === 0 || (size >= MIN_FLOAT && size <= MAX_FLOAT);
  return isPlausible ? FLOAT_COST : IMPLAUSIBLE_COST;
}

function log2Of(distance: bigint): number {
  return Math.log2(1 + Math.abs(Number(distance)));
}

function readingOf(sample: Uint8Array, descr: string): Reading {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  const little = !descr.startsWith('>');
  const isFloat = descr.charAt(1) === 'f';
  const itemsize = Number(descr.slice(2));
  const signed = descr.charAt(1) !== 'u';
  const bits = (index: number): bigint => readBits(view, index * itemsize, itemsize, little);
  const value = (index: number): number =>
    itemsize === 8 ? view.getFloat64(index * itemsize, little) : view.getFloat32(index * itemsize, little);
  const rank = (index: number): bigint => {
    if (isFloat) return floatRank(bits(index), itemsize);
    return signed ? BigInt.asIntN(8 * itemsize, bits(index)) : bits(index);
  };
  return { isFloat, itemsize, value, rank };
}

function readBits(view: DataView, at: number, itemsize: number, little: boolean): bigint {
  if (itemsize === 8) return view.getBigUint64(at, little);
  if (itemsize === 4) return BigInt(view.getUint32(at, little));
  return BigInt(itemsize === 2 ? view.getUint16(at, little) : view.getUint8(at));
}

/** IEEE 754 floats are ordered as sign and magnitude. */
function floatRank(bits: bigint, itemsize: number): bigint {
  const magnitude = BigInt.asUintN(8 * itemsize - 1, bits);
  return magnitude === bits ? magnitude : -magnitude;
}
