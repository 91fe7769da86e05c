import { grouped } from '../../../../shared/compare/words.js';

const MIB = 2 ** 20;

/** Bytes a second as the charts count: MiB a second. */
export function inMib(bytesPerSecond: number): number {
  return bytesPerSecond / MIB;
}

/** `4,453`, `12.4`, `0.53`: MiB a second with the digits that tell something. */
export function mibText(bytesPerSecond: number): string {
  const value = inMib(bytesPerSecond);
  if (value >= 100) return grouped(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
