import { useEffect, useState } from 'react';

/** Follows a value that can change faster than anyone reads: each is shown for `shownMs` at least, the ones in between are left out. */
export function useSteady<T>(value: T, shownMs: number): T {
  const [shown, setShown] = useState({ value, sinceMs: Number.NEGATIVE_INFINITY });
  useEffect(() => {
    if (value === shown.value) return;
    const dueInMs = Math.max(0, shown.sinceMs + shownMs - performance.now());
    const timer = setTimeout(() => setShown({ value, sinceMs: performance.now() }), dueInMs);
    return () => clearTimeout(timer);
  }, [value, shown, shownMs]);
  return shown.value;
}
