/** How long something took: `12 ms`, `1.2 s`, `41.0 s`, `3 min 20 s`, `2 h 5 min`. */
export function formatDuration(elapsedMs: number): string {
  if (elapsedMs < 99.5) return `${Math.round(elapsedMs)} ms`;
  if (elapsedMs < 59_950) return `${(elapsedMs / 1000).toFixed(1)} s`;
  const seconds = Math.round(elapsedMs / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long work will take that has not begun: `about a second`, `about 30 s`, `about 9 min`. */
export function formatEstimate(estimatedMs: number): string {
  if (estimatedMs < 950) return 'about a second';
  return estimatedMs < 55_000 ? `about ${Math.round(estimatedMs / 1000)} s` : formatRemaining(estimatedMs);
}

/** How long something will take, rounded as it is an estimate: `less than a minute`, `about 9 min`, `about 2 h 30 min`. */
export function formatRemaining(remainingMs: number): string {
  if (remainingMs < 55_000) return 'less than a minute';
  const minutes = Math.max(1, Math.round(remainingMs / 60_000));
  if (minutes < 90) return `about ${minutes} min`;
  const tens = Math.round(minutes / 10) * 10;
  const rest = tens % 60;
  return `about ${Math.floor(tens / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}
