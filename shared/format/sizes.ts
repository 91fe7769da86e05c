import { ArgumentError } from './errors.js';
import { MAX_CHUNK_SIZE } from './header.js';
import { reprFloat } from './python-repr.js';

/** The reference's suffixes and their bytes, largest first. */
const UNITS = [
  ['T', 2 ** 40],
  ['G', 2 ** 30],
  ['M', 2 ** 20],
  ['K', 2 ** 10],
  ['B', 1],
] as const;

const UNIT_BYTES: ReadonlyMap<string, number> = new Map(UNITS);

/**
 * The two decimals of a half that `toFixed` rounds up and Python rounds to the even digit. A double is exactly halfway
 * between two hundredths only at odd multiples of 1/8, and at the other two (.375, .875) up is even.
 */
const EVEN_HALVES: ReadonlyMap<number, string> = new Map([
  [0.125, '12'],
  [0.625, '62'],
]);

/**
 * A size as the reference prints it: `round(n / unit, 2)` and the suffix of the largest unit that fits (`1.0M`,
 * `152.59M`, `68.0B`), and `0B`. ArgumentError for a negative size.
 */
export function prettySize(sizeBytes: number | bigint): string {
  const size = Number(sizeBytes);
  if (size === 0) return '0B';
  for (const [suffix, unitBytes] of UNITS) {
    if (size >= unitBytes) return reprFloat(roundToHundredths(size / unitBytes)) + suffix;
  }
  throw new ArgumentError(`a size must be a whole number of bytes, found ${sizeBytes}`);
}

/** Python's `round(value, 2)` for a positive value. */
function roundToHundredths(value: number): number {
  const whole = Math.floor(value);
  const hundredths = EVEN_HALVES.get(value - whole);
  return Number(hundredths === undefined ? value.toFixed(2) : `${whole}.${hundredths}`);
}

/** Both forms, as the reference prints them: `1.0M (1048576B)`. */
export function prettySizeWithBytes(sizeBytes: number | bigint): string {
  return `${prettySize(sizeBytes)} (${sizeBytes}B)`;
}

const SIZE_PATTERN = /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([BKMGT]?)$/;

/**
 * Parses a size: a decimal number with at most one suffix of B K M G T (powers of 1024), rounded down to whole bytes; `max` is the
 * largest chunk. Throws ArgumentError with examples for anything else, such as `1.5` without a suffix.
 */
export function parseSize(text: string): number {
  if (text === 'max') return MAX_CHUNK_SIZE;
  const [, digits = '', suffix = ''] = SIZE_PATTERN.exec(text) ?? [];
  const unitBytes = UNIT_BYTES.get(suffix) ?? 1;
  const sizeBytes = Math.trunc(Number(digits) * unitBytes);
  const isFraction = suffix === '' && !Number.isInteger(Number(digits));
  if (digits === '' || isFraction || !Number.isSafeInteger(sizeBytes)) {
    throw new ArgumentError(`'${text}' is not a size: expected for example 800, 16K, 1.5M, 2G or max`, { found: text });
  }
  return sizeBytes;
}
