/**
 * The one family of errors of Bloscpack Studio.
 *
 * Every error says what went wrong, where, and (in its message) what was expected and found. `kind` tells the classes
 * apart across bundles and process boundaries, where `instanceof` does not hold; `isBloscpackError` narrows.
 */

/** Where in a file or chunk something went wrong. Offsets are bytes from the start of the container. */
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

/** What is wrong with bytes that claim to follow a format. */
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
  | 'bad-json';

/** Base of the family; thrown only as one of its subclasses. */
export abstract class BloscpackError extends Error {
  abstract readonly kind: ErrorKind;
  readonly context: ErrorContext;

  constructor(message: string, context: ErrorContext = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.context = context;
  }
}

/** The bytes are not what the format demands: another file type, a damaged or truncated container, a bad array header. */
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

/** The operating system refused: no such file, no permission, no space. `code` is its own name (`ENOSPC`). */
export class IoError extends BloscpackError {
  readonly kind = 'io';
  readonly code: string;

  constructor(code: string, message: string, context?: ErrorContext, cause?: unknown) {
    super(message, context, cause);
    this.code = code;
  }
}

/** The caller asked for something that cannot be: an option out of range, a slice of a file without an array. */
export class ArgumentError extends BloscpackError {
  readonly kind = 'argument';
}

/** The caller's AbortSignal fired. Not a failure: partial output has been removed. */
export class CancelledError extends BloscpackError {
  readonly kind = 'cancelled';

  constructor(message = 'cancelled', context?: ErrorContext) {
    super(message, context);
  }
}

/** Narrows anything caught to the family; true also for an instance made by another bundle's copy of the classes. */
export function isBloscpackError(error: unknown): error is BloscpackError {
  return error instanceof Error && 'kind' in error && 'context' in error;
}

/** Closes a switch over a union: the compiler objects when a case is missing. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected value ${String(value)}`);
}
