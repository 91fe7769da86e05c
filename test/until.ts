import { vi } from 'vitest';

/** Far more than anything here takes on the busiest machine: only a fault ever reaches it. */
export const LIMIT_MS = 60_000;

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Waits until the answer is truthy, and gives it. For what has to match something `expect.poll` says more, with the same limit
 * (vitest.config.ts).
 */
export async function until<T>(ask: () => T | Promise<T>): Promise<Truthy<T>> {
  // vi.waitUntil settles with nothing but a truthy answer.
  return (await vi.waitUntil(ask, { timeout: LIMIT_MS, interval: 10 })) as Truthy<T>;
}

/** Turns of the event loop: what was ready to run has run. */
export async function turn(times = 1): Promise<void> {
  for (let time = 0; time < times; time++) await new Promise((resolve) => setImmediate(resolve));
}
