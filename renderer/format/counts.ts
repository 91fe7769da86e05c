const grouped = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

/** A whole number, digits grouped by the user's locale: `36,525`. For the screen; exports and copies are not grouped. */
export function formatCount(count: number | bigint): string {
  return grouped.format(count);
}

/** Created once: that is expensive, and rows print thousands of numbers. */
const withDecimals = [0, 1, 2].map(
  (decimals) => new Intl.NumberFormat(undefined, { minimumFractionDigits: decimals, maximumFractionDigits: decimals }),
);

/** A number with that many decimals, none cut off: `7.69`, `1,013.0`. */
export function formatDecimals(value: number, decimals: 0 | 1 | 2): string {
  return (withDecimals[decimals] ?? grouped).format(value);
}

/** `1 file`, `3 files`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** Lengths of the axes: `36,525 × 8,192`; `scalar` for none. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'scalar' : shape.map(formatCount).join(' × ');
}
