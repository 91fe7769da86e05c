import { itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { NAT } from '../../../shared/format/numpy/datetime-text.js';
import type { ScalarDtype } from '../../../shared/format/numpy/dtype.js';
import { readElement } from '../../../shared/format/numpy/values.js';
import type { ArrayAccess } from '../document.js';
import type { Leaf } from './leaves.js';
import { isDamage } from './shared-reads.js';

/** Largest integer up to which doubles hold every one. */
const EXACT = 2n ** 53n;

/**
 * The integer that 64-bit values are drawn and counted relative to, so that doubles hold them exactly: a value of the array where its
 * first, middle and last ones are beyond 2^53, but near each other, as identifiers and times are. 0 for all others.
 */
export async function wholeBase(access: ArrayAccess, { dtype, offset }: Leaf): Promise<bigint> {
  if (dtype.kind !== 'scalar' || dtype.itemsize !== 8 || !'iuMm'.includes(dtype.code)) return 0n;
  const count = itemCount(access.spec.shape);
  if (count === 0) return 0n;
  const items = [0, Math.floor(count / 2), count - 1];
  const read = await Promise.all(
    items.map((item) => integerAt(access, dtype, item * access.spec.dtype.itemsize + offset)),
  );
  const found = read.filter((value) => value !== undefined).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const [low, high] = [found[0], found.at(-1)];
  if (low === undefined || high === undefined || high - low > EXACT) return 0n;
  return low > -EXACT && high < EXACT ? 0n : (found[Math.floor(found.length / 2)] ?? 0n);
}

/** Undefined in a damaged chunk, and for NaT. */
async function integerAt(access: ArrayAccess, dtype: ScalarDtype, startByte: number): Promise<bigint | undefined> {
  try {
    const bytes = await access.readBytes(startByte, startByte + 8);
    const code = dtype.code === 'u' ? 'u' : 'i';
    const value = readElement({ ...dtype, code }, bytes, 0);
    const whole = BigInt(value as bigint | number); // an integer dtype has integers
    return 'mM'.includes(dtype.code) && whole === NAT ? undefined : whole;
  } catch (error) {
    if (isDamage(error)) return undefined;
    throw error;
  }
}
