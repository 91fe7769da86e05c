import type { ContractError } from '../../shared/contract/result.js';
import {
  ArgumentError,
  CancelledError,
  ChecksumError,
  CodecError,
  type ErrorContext,
  type ErrorKind,
  FormatError,
  type FormatProblem,
  IoError,
  isBloscpackError,
} from '../../shared/format/errors.js';
import { errorFacts, sentence } from '../engine/error-facts.js';

/** The id names no document that is open. The host answers it as `gone`. */
export class DocumentGoneError extends Error {
  constructor() {
    super('this document is not open any more');
    this.name = 'DocumentGoneError';
  }
}

/** An error as plain data, to cross a thread without losing its class. */
export interface PlainFailure {
  readonly kind: ErrorKind | 'gone' | 'internal';
  readonly message: string;
  readonly context: ErrorContext;
  readonly stack?: string;
  readonly problem?: FormatProblem;
  readonly section?: 'chunk' | 'metadata';
  readonly code?: string;
}

export function toPlainFailure(error: unknown): PlainFailure {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
  if (error instanceof DocumentGoneError) return { kind: 'gone', message, context: {}, ...stack };
  if (!isBloscpackError(error)) return { kind: 'internal', message, context: {}, ...stack };
  return {
    kind: error.kind,
    message,
    context: error.context,
    ...stack,
    ...(error instanceof FormatError && { problem: error.problem }),
    ...(error instanceof ChecksumError && { section: error.section }),
    ...(error instanceof IoError && { code: error.code }),
  };
}

/** The error again, of the class it had. */
export function fromPlainFailure(failure: PlainFailure): Error {
  const error = rebuilt(failure);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}

function rebuilt({ kind, message, context, problem, section, code }: PlainFailure): Error {
  switch (kind) {
    case 'format':
      return new FormatError(problem ?? 'bad-header', message, context);
    case 'checksum':
      return new ChecksumError(section ?? 'chunk', message, context);
    case 'codec':
      return new CodecError(message, context);
    case 'io':
      return new IoError(code ?? 'EIO', message, context);
    case 'argument':
      return new ArgumentError(message, context);
    case 'cancelled':
      return new CancelledError(message, context);
    case 'gone':
      return new DocumentGoneError();
    case 'internal':
      return new Error(message);
  }
}

/** As errors travel to the window: files without their folders, which only the details have. */
export function contractError(error: unknown): ContractError {
  const { kind, message, stack } = toPlainFailure(error);
  const facts = isBloscpackError(error) ? errorFacts(error) : { kind, message: sentence(message), where: {} };
  return { ...facts, ...(stack !== undefined && { details: stack }) };
}
