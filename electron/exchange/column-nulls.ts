import { NAT } from '../../shared/format/numpy/datetime-text.js';
import type { ScalarCode } from '../../shared/format/numpy/dtype.js';

/** What stands for a null in a column of this kind: NaN, NaT; undefined where no value can. */
export function nullItem(code: ScalarCode): number | bigint | undefined {
  if (code === 'f') return Number.NaN;
  return code === 'M' || code === 'm' ? NAT : undefined;
}

export function nullsReason(column: string): string {
  return `column '${column}' has nulls, which integers and booleans do not have: write it as float64, where they are NaN`;
}
