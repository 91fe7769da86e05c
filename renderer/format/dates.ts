const dayMs = 24 * 60 * 60 * 1000;

/**
 * A time in words: `today 09:41`, `yesterday`, `Monday` within a week, `12 May` within a year, `12 May 2025`. In
 * the time zone of the window.
 */
export function formatWhen(atMs: number, nowMs: number, locale?: string): string {
  const at = new Date(atMs);
  const days = Math.round((startOfDay(nowMs) - startOfDay(atMs)) / dayMs);
  if (days <= 0) return `today ${formatClock(atMs)}`;
  if (days === 1) return 'yesterday';
  if (days < 7) return at.toLocaleDateString(locale, { weekday: 'long' });
  const year = at.getFullYear() === new Date(nowMs).getFullYear() ? undefined : ('numeric' as const);
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'short', ...(year && { year }) });
}

/** Hours and minutes, with seconds on request: `09:41`, `13:56:59`. */
export function formatClock(atMs: number, withSeconds = false): string {
  return new Date(atMs).toTimeString().slice(0, withSeconds ? 8 : 5);
}

/** For logs: `14:02:31.204`. */
export function formatStamp(atMs: number): string {
  return `${formatClock(atMs, true)}.${String(new Date(atMs).getMilliseconds()).padStart(3, '0')}`;
}

function startOfDay(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0);
}
