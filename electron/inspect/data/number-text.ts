/** Numbers as text of a chosen number of digits. */
import { NAT } from '../../../shared/format/numpy/datetime-text.js';
import type { ElementValue } from '../../../shared/format/numpy/values.js';

/** How the floating point numbers of a column are printed. */
export type DigitPlan =
  | { readonly kind: 'fixed'; readonly digits: number }
  | { readonly kind: 'scientific'; readonly digits: number };

/** Beyond this JavaScript uses exponents, and further digits of doubles are meaningless. */
const LARGEST_FIXED = 1e21;

/** `3.14`, `6.02e+23`, `nan`, `-inf`. */
export function numberText(value: number, { kind, digits }: DigitPlan): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  if (kind === 'scientific') return scientific(value, digits);
  if (Math.abs(value) >= LARGEST_FIXED) {
    return `${BigInt(value)}${digits > 0 ? `.${'0'.repeat(digits)}` : ''}`;
  }
  return `${Object.is(value, -0) ? '-' : ''}${value.toFixed(digits)}`;
}

/** At least two digits of exponent, as in numpy. */
function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = '+0'] = value.toExponential(digits).split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  return `${sign}${mantissa}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
}

/** An integer of any size in scientific notation, rounded half up from its exact digits. */
export function integerText(value: number | bigint, plan: DigitPlan): string {
  if (plan.kind === 'fixed') return value.toString();
  if (typeof value === 'number' || Number.isSafeInteger(Number(value))) return scientific(Number(value), plan.digits);
  const sign = value < 0n ? '-' : '';
  const all = (value < 0n ? -value : value).toString();
  const kept = plan.digits + 1;
  if (all.length <= kept) return textWithDigits(sign, all.padEnd(kept, '0'), all.length - 1);
  const unit = 10n ** BigInt(all.length - kept);
  const rounded = ((BigInt(all) + unit / 2n) / unit).toString();
  return textWithDigits(sign, rounded.slice(0, kept), all.length - 1 + rounded.length - kept);
}

function textWithDigits(sign: string, digits: string, exponent: number): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${sign}${digits.slice(0, 1)}${fraction}e+${String(exponent).padStart(2, '0')}`;
}

/** The kind of a value that tables mark; undefined for others. */
export function specialKind(value: ElementValue): 'nan' | 'inf' | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? 'nan' : Number.isFinite(value) ? undefined : 'inf';
  if (typeof value !== 'object' || !('kind' in value)) return undefined;
  if (value.kind === 'complex') {
    const kinds = [specialKind(value.re), specialKind(value.im)];
    return kinds.includes('nan') ? 'nan' : kinds.find((kind) => kind !== undefined);
  }
  return value.kind !== 'record' && value.ticks === NAT ? 'nan' : undefined;
}

/** Digits beyond which a number is not written out. */
const MAX_DECIMAL_DIGITS = 60;

/** Every digit of a double: `0.1` is 0.1000000000000000055511151231257827...; undefined for too many, and for no finite number. */
export function decimalText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const [mantissa = '', exponent] = value.toPrecision(100).split('e');
  const digits = mantissa.includes('.') ? mantissa.replace(/0+$/, '').replace(/\.$/, '') : mantissa;
  if (digits.length > MAX_DECIMAL_DIGITS) return undefined;
  return exponent === undefined ? digits : `${digits}e${exponent}`;
}
