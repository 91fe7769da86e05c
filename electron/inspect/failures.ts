import { basename } from 'node:path';
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
  const { kind, message, context, stack, problem, code } = toPlainFailure(error);
  const { file, chunkIndex, offsetBytes } = context;
  return {
    kind,
    message: sentence(file === undefined ? message : message.replaceAll(file, basename(file))),
    ...(problem !== undefined && { problem }),
    ...(code !== undefined && { code }),
    where: {
      ...(file !== undefined && { file: basename(file) }),
      ...(chunkIndex !== undefined && { chunkIndex }),
      ...(offsetBytes !== undefined && { offsetBytes }),
    },
    ...(stack !== undefined && { details: stack }),
  };
}

/** With a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
