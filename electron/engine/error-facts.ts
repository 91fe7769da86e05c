import { basename } from 'node:path';
import type { BloscpackError, ErrorContext, ErrorKind, FormatProblem } from '../../shared/format/errors.js';

/** What people and programs are told of an error, as plain data that survives threads and processes as a class does not. */
export interface ErrorFacts {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly problem?: FormatProblem;
  /** The operating system's own name for an `io` error. */
  readonly code?: string;
  readonly where: Pick<ErrorContext, 'file' | 'chunkIndex' | 'offsetBytes'>;
}

/** The facts of an error of the family. Files are named without their folders, which the window must not see. */
export function errorFacts(error: BloscpackError): ErrorFacts {
  const { file, chunkIndex, offsetBytes } = error.context;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const problem = 'problem' in error ? (error.problem as FormatProblem) : undefined; // only FormatError has one
  return {
    kind: error.kind,
    message: sentence(file === undefined ? error.message : error.message.replaceAll(file, basename(file))),
    ...(problem !== undefined && { problem }),
    ...(code !== undefined && { code }),
    where: {
      ...(file !== undefined && { file: basename(file) }),
      ...(chunkIndex !== undefined && { chunkIndex }),
      ...(offsetBytes !== undefined && { offsetBytes }),
    },
  };
}

/** With a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
