/** Factors around 1 as a path: 1 is the middle, the largest factor either way an edge, on a logarithmic scale. */
export function diffPath(course: readonly number[], width: number, height: number): string {
  const logs = course.map((factor) => (Number.isFinite(factor) && factor > 0 ? Math.log(factor) : 0));
  const most = logs.reduce((peak, log) => Math.max(peak, Math.abs(log)), 0.01);
  const step = width / Math.max(1, logs.length);
  const points = logs.map(
    (log, bin) => `${((bin + 0.5) * step).toFixed(1)} ${(height / 2 - (log / most) * (height / 2 - 2)).toFixed(1)}`,
  );
  return points.length > 0 ? `M${points.join('L')}` : '';
}

/** Shares (0 to 1) as an area over the bottom; shares above 0 are always visible. */
export function sharePath(course: readonly number[], width: number, height: number): string {
  const step = width / Math.max(1, course.length);
  const bars = course.flatMap((share, bin) => {
    if (!(share > 0)) return [];
    const top = height - Math.max(2, share * (height - 4));
    return [`M${(bin * step).toFixed(1)} ${height}V${top.toFixed(1)}H${((bin + 1) * step).toFixed(1)}V${height}Z`];
  });
  return bars.join('');
}
