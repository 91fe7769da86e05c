import { type BloscpackError, isBloscpackError } from '../../shared/format/errors.js';

/** How an operation on hostile input may end: with a result, or with an error of the family. */
export type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: BloscpackError };

/** Runs `work`. What it throws is passed on unless it belongs to the family and says something. */
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
