import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledError, type IoError } from '../../shared/format/errors.js';
import { throwIfCancelled } from '../engine/operation.js';

/** How often and when a request is made again. */
export interface RetryPolicy {
  /** Requests in all, the first one included. */
  readonly attempts: number;
  /** Wait before the second request; doubled for each one after it. Half of a wait is by chance, so that clients do not come together. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A server that asks for a longer wait (`Retry-After`) is not waited for. */
  readonly longestRetryAfterMs: number;
}

/** A failure that may pass. `error` is thrown when it does not. */
export class TransientFailure extends Error {
  readonly error: IoError;
  /** How long the server asks to wait; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(error: IoError, retryAfterMs?: number) {
    super(error.message);
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * The result of `attempt`, which is made again while it throws TransientFailure, as often as the policy says; then throws its error.
 * Throws CancelledError when the signal was aborted, also during a wait.
 */
export async function withRetries<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let made = 1; ; made++) {
    throwIfCancelled(signal);
    try {
      return await attempt();
    } catch (failure) {
      throwIfCancelled(signal);
      await pause(waitBeforeNext(policy, failure, made), signal);
    }
  }
}

/** Throws the failure where no further attempt is made. */
function waitBeforeNext(policy: RetryPolicy, failure: unknown, made: number): number {
  if (!(failure instanceof TransientFailure)) throw failure;
  const waitMs = failure.retryAfterMs ?? 0;
  if (made >= policy.attempts || waitMs > policy.longestRetryAfterMs) throw failure.error;
  return Math.max(waitMs, backOffMs(policy, made));
}

function backOffMs({ firstDelayMs, longestDelayMs }: RetryPolicy, made: number): number {
  const fullMs = Math.min(firstDelayMs * 2 ** (made - 1), longestDelayMs);
  return (fullMs / 2) * (1 + Math.random());
}

async function pause(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(delayMs, undefined, signal && { signal }).catch(() => {
    throw new CancelledError();
  });
}
