import { formatDecimals } from './counts.js';

/** Uncompressed divided by compressed: `7.69×`. A dash where there is nothing to divide. */
export function formatRatio(plainBytes: number, compressedBytes: number): string {
  return compressedBytes > 0 ? formatTimes(plainBytes / compressedBytes) : '–';
}

/** A ratio: `7.69×`. A dash where it is not known: 0, or no number. */
export function formatTimes(ratio: number): string {
  return ratio > 0 ? `${formatDecimals(ratio, 2)}×` : '–';
}

/** The compressed size as a share: `13.0 % of original`, to be shown beside the ratio. */
export function formatShare(plainBytes: number, compressedBytes: number): string {
  if (plainBytes <= 0) return '–';
  const percent = (compressedBytes / plainBytes) * 100;
  return `${formatDecimals(percent, 1)} % of original`;
}

/** Progress, rounded down so that 100 % means finished: `34 %`. */
export function formatPercent(fraction: number): string {
  return `${Math.floor(Math.min(1, Math.max(0, fraction)) * 100)} %`;
}
