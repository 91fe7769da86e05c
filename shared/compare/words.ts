/** Numbers as text. Sizes are binary (KiB, MiB), decimals have a point and thousands a comma. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `1 MiB`, `1.5 GiB`, `800 B`: three digits, and no decimals where the number is whole. */
export function binarySize(sizeBytes: number): string {
  let value = sizeBytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${threeDigits(value)} ${UNITS[unit]}`;
}

/** `4,453 MiB/s`. Always in MiB, so that speeds can be compared easily. */
export function speedWords(bytesPerSecond: number): string {
  return `${threeDigits(bytesPerSecond / 2 ** 20)} MiB/s`;
}

/** `6.13×`. */
export function ratioWords(ratio: number): string {
  return `${ratio.toFixed(2)}×`;
}

/** `6.13× (5.20–6.21)`, and `6.13×` for an interval that has no width in these digits. */
export function ratioRangeWords(ratio: number, low: number, high: number): string {
  return high - low < 0.01 ? ratioWords(ratio) : `${ratioWords(ratio)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

/** `12.4 s`, `85 ms`, `7 min`. */
export function durationWords(seconds: number): string {
  if (seconds >= 7200) return `${threeDigits(seconds / 3600)} h`;
  if (seconds >= 120) return `${threeDigits(seconds / 60)} min`;
  if (seconds >= 1) return `${threeDigits(seconds)} s`;
  return seconds >= 0.001 ? `${threeDigits(seconds * 1000)} ms` : `${threeDigits(seconds * 1e6)} µs`;
}

/** `10 %`, and `0.4 %` below one. */
export function percentWords(fraction: number): string {
  const percent = fraction * 100;
  return `${percent !== 0 && Math.abs(percent) < 1 ? percent.toPrecision(1) : grouped(Math.round(percent))} %`;
}

/** `1 chunk`, `2,283 chunks`. */
export function countWords(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function threeDigits(value: number): string {
  if (value >= 100) return grouped(Math.round(value));
  const text = value >= 10 ? value.toFixed(1) : value.toFixed(2);
  return text.replace(/\.?0+$/, '');
}

/** A whole number with commas for thousands; not by locale, so that the text is the same on every machine. */
export function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
