/** Fraction of the height that stays empty above and below the line. */
const margin = 0.12;
/** Values that differ by less than this share of them, which print alike, are not spread over the whole height. */
const leastRange = 0.02;

/**
 * The line through values spread evenly over a width, lowest near the bottom and highest near the top, and the same line
 * closed along the bottom. Values that are not finite are left out; no values give empty paths.
 */
export function sparklinePaths(values: readonly number[], width: number, height: number) {
  const points = values.flatMap((value, index) => (Number.isFinite(value) ? [{ value, index }] : []));
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return { line: '', area: '' };
  const lowest = points.reduce((least, { value }) => Math.min(least, value), first.value);
  const highest = points.reduce((most, { value }) => Math.max(most, value), first.value);
  const range = Math.max(highest - lowest, leastRange * Math.abs(highest));
  const x = (index: number) => round(values.length > 1 ? (index / (values.length - 1)) * width : width / 2);
  const y = (value: number) => {
    const share = range > 0 ? (value - (lowest + highest) / 2) / range + 0.5 : 0.5;
    return round(height * (1 - margin - share * (1 - 2 * margin)));
  };
  const line = `M${points.map(({ value, index }) => `${x(index)} ${y(value)}`).join('L')}`;
  return { line, area: `${line}L${x(last.index)} ${height}L${x(first.index)} ${height}Z` };
}

function round(coordinate: number): number {
  return Math.round(coordinate * 100) / 100;
}
