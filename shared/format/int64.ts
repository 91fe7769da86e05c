import { FormatError } from './errors.js';

/** 2^63-1, the largest value of the format's int64 fields. */
export const MAX_INT64 = 2n ** 63n - 1n;

/**
 * The same integer as a number, or FormatError('bad-header') where a double would round it (beyond ±(2^53-1)).
 * `what` names the field in the message.
 */
export function toSafeInteger(value: bigint, what: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new FormatError(
      'bad-header',
      `${what} is ${value}, beyond the ${Number.MAX_SAFE_INTEGER} that can be handled`,
      {
        expected: Number.MAX_SAFE_INTEGER,
        found: value,
      },
    );
  }
  return number;
}
