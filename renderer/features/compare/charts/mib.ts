import { grouped } from '../../../../shared/compare/words.js';

const MIB = 2 ** 20;

/** Bytes per second to MiB per second, the unit of the charts. */
export function inMib(bytesPerSecond: number): number {
  return bytesPerSecond / MIB;
}

/** `4,453`, `12.4`, `0.53`: MiB per second with three significant digits, or all before the point. */
export function mibText(bytesPerSecond: number): string {
  const value = inMib(bytesPerSecond);
  if (value >= 100) return grouped(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
