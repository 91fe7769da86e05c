import type { ErrorContext, ErrorKind, FormatProblem } from '../format/errors.js';

/** What every call answers: handlers never throw across a process boundary, where only messages would survive. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ContractError };

/**
 * An error in the shape in which it travels. `kind` is that of the engine's family, or one of the contract's own:
 *
 * - `forbidden`: the caller may not call here (wrong token, foreign origin, a file outside the roots)
 * - `unknown-call`, `bad-request`: there is no such call, or its request is not of its form: a fault of the program
 * - `gone`: the id names nothing any more
 * - `internal`: a fault of the program; `details` holds what a report needs
 */
export interface ContractError {
  readonly kind: ErrorKind | 'forbidden' | 'unknown-call' | 'bad-request' | 'gone' | 'internal';
  /** What happened and where, in one plain sentence for people. */
  readonly message: string;
  /** What to do about it, in one sentence, where there is something to do. */
  readonly remedy?: string;
  readonly problem?: FormatProblem;
  /** The operating system's own name for an `io` error: `ENOSPC`. */
  readonly code?: string;
  readonly where?: Pick<ErrorContext, 'chunkIndex' | 'offsetBytes'> & { readonly file?: string };
  /** Versions, settings and stack, to be folded away and copied into reports. */
  readonly details?: string;
}
