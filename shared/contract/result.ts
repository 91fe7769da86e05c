import type { ErrorContext, ErrorKind, FormatProblem } from '../format/errors.js';

/** The result of every call. Handlers do not throw across process boundaries, where an error would lose all fields but its message. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ContractError };

/**
 * An error as plain data. `kind` is one of the engine's kinds or one of the contract's:
 *
 * - `forbidden`: the caller has no permission (wrong token, foreign origin, a file outside the roots)
 * - `unknown-call`, `bad-request`: there is no such call, or its request does not match its schema: a bug
 * - `gone`: nothing has this id any more
 * - `internal`: a bug; `details` has what a report needs
 */
export interface ContractError {
  readonly kind: ErrorKind | 'forbidden' | 'unknown-call' | 'bad-request' | 'gone' | 'internal';
  /** What happened and where, in one plain sentence. */
  readonly message: string;
  /** What the user can do, in one sentence; absent when there is nothing to do. */
  readonly remedy?: string;
  readonly problem?: FormatProblem;
  /** The operating system's own name for an `io` error: `ENOSPC`. */
  readonly code?: string;
  readonly where?: Pick<ErrorContext, 'chunkIndex' | 'offsetBytes'> & { readonly file?: string };
  /** Versions, settings and stack, for reports. */
  readonly details?: string;
}
