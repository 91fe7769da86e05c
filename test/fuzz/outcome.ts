import { type BloscpackError, isBloscpackError } from '../../shared/format/errors.js';

/** The outcome of an operation on hostile input: a result, or a BloscpackError. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: BloscpackError };

/** Runs `work`. Rethrows every error that is not a BloscpackError with a message. */
export async function outcomeOf<T>(work: () => T | Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (!isBloscpackError(error) || error.message === '') throw error;
    return { kind: 'failed', error };
  }
}

/** The result, or undefined after a failure. */
export function resultOf<T>(outcome: Outcome<T>): T | undefined {
  return outcome.kind === 'done' ? outcome.value : undefined;
}

/** For messages. */
export function describe(outcome: Outcome<unknown>): string {
  return outcome.kind === 'done' ? 'success' : `${outcome.error.name}: ${outcome.error.message}`;
}
