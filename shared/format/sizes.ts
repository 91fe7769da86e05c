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

/** A number, then a unit, perhaps after a space; or whole bytes, also with an exponent. */
const SIZE_PATTERN = /^\s*(?:(\d+(?:\.\d*)?|\.\d+)\s*([kmgt]|[kmgt]ib|[kmgt]b|b)|(\d+(?:\.\d*)?(?:e\d{1,2})?))\s*$/i;

/**
 * Bytes of a size as people write it: `800`, `1e6`, or a decimal number and a unit, rounded down. `16K`, `16k` and `16 KiB` are
 * steps of 1024, as in the reference; `16KB` is decimal. Undefined for anything else, such as `1.5` without a unit.
 */
export function parseSizeText(text: string): number | undefined {
  const [, number, unit, bytes] = SIZE_PATTERN.exec(text) ?? [];
  const sizeBytes = unit === undefined ? Number(bytes) : Math.trunc(Number(number) * bytesOfUnit(unit.toUpperCase()));
  return Number.isSafeInteger(sizeBytes) ? sizeBytes : undefined;
}

/** `unit` in capitals. */
function bytesOfUnit(unit: string): number {
  const isDecimal = unit.length === 2;
  const bytes = UNIT_BYTES.get(unit.charAt(0)) ?? 1;
  return isDecimal ? 1000 ** Math.round(Math.log2(bytes) / 10) : bytes;
}

/** The same for the command line, where `max` is the largest chunk. Throws ArgumentError with examples. */
export function parseSize(text: string): number {
  const sizeBytes = text.toLowerCase() === 'max' ? MAX_CHUNK_SIZE : parseSizeText(text);
  if (sizeBytes !== undefined) return sizeBytes;
  throw new ArgumentError(`'${text}' is not a size: expected for example 800, 16K, 1.5M, 1MiB, 1e6 or max`, {
    found: text,
  });
}
