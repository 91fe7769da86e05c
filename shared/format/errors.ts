/**
 * The errors of Bloscpack Studio.
 *
 * Every error says what is wrong, where, and (in its message) what was expected and found. `kind` distinguishes the classes across
 * bundles and process boundaries, where `instanceof` does not work; `isBloscpackError` narrows.
 */

/** The place of an error. Offsets are bytes from the start of the container. */
export interface ErrorContext {
  /** Path or other name of the file, added by the layer that knows it. */
  readonly file?: string;
  /** Index of the chunk, counted from 0. */
  readonly chunkIndex?: number;
  /** Position in the container, in bytes. */
  readonly offsetBytes?: number;
  readonly expected?: string | number | bigint;
  readonly found?: string | number | bigint;
}

export type ErrorKind = 'format' | 'checksum' | 'codec' | 'io' | 'argument' | 'cancelled';

/** What is wrong with a file. */
export type FormatProblem =
  | 'not-bloscpack'
  | 'unsupported-version'
  | 'bad-header'
  | 'truncated'
  | 'bad-offset'
  | 'bad-metadata'
  | 'bad-chunk'
  | 'following-container'
  | 'bad-dtype'
  | 'bad-npy'
  | 'bad-npz'
  | 'bad-joblib'
  | 'bad-parquet'
  | 'bad-arrow'
  | 'bad-csv'
  | 'bad-hdf5'
  | 'bad-json';

/** Base class; only its subclasses are thrown. */
export abstract class BloscpackError extends Error {
  abstract readonly kind: ErrorKind;
  readonly context: ErrorContext;

  constructor(message: string, context: ErrorContext = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.context = context;
  }
}

/** The bytes do not follow the format: another file type, a damaged or truncated container, a bad array header. */
export class FormatError extends BloscpackError {
  readonly kind = 'format';
  readonly problem: FormatProblem;

  constructor(problem: FormatProblem, message: string, context?: ErrorContext, cause?: unknown) {
    super(message, context, cause);
    this.problem = problem;
  }
}

/** A stored digest and the digest of the stored bytes differ: the file was damaged after it was written. */
export class ChecksumError extends BloscpackError {
  readonly kind = 'checksum';
  /** What the digest covers. */
  readonly section: 'chunk' | 'metadata';

  constructor(section: 'chunk' | 'metadata', message: string, context?: ErrorContext) {
    super(message, context);
    this.section = section;
  }
}

/** Blosc itself failed, or the native add-on could not be loaded. */
export class CodecError extends BloscpackError {
  readonly kind = 'codec';
}

/** An error of the operating system: no such file, no permission, no space. `code` is its name (`ENOSPC`). */
export class IoError extends BloscpackError {
  readonly kind = 'io';
  readonly code: string;

  constructor(code: string, message: string, context?: ErrorContext, cause?: unknown) {
    super(message, context, cause);
    this.code = code;
  }
}

/** The caller's arguments are not possible: an option out of range, a slice of a file without an array. */
export class ArgumentError extends BloscpackError {
  readonly kind = 'argument';
}

/** The caller's AbortSignal was aborted. Not a failure: partial output has been removed. */
export class CancelledError extends BloscpackError {
  readonly kind = 'cancelled';

  constructor(message = 'cancelled', context?: ErrorContext) {
    super(message, context);
  }
}

/** Whether a caught value is a BloscpackError, also one of another bundle's copy of the classes. */
export function isBloscpackError(error: unknown): error is BloscpackError {
  return error instanceof Error && 'kind' in error && 'context' in error;
}

/** For the end of a switch over a union: the compiler reports a missing case. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${String(value)}`);
}
