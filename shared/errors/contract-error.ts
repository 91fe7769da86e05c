import type { ContractError } from '../contract/result.js';
import { type BloscpackError, CancelledError, type FormatProblem, isBloscpackError } from '../format/errors.js';
import { toFamilyError } from '../format/system-error.js';
import { remedyFor } from './remedies.js';

/** The kinds of refusals that the contract adds to those of the engine. */
type RefusalKind = 'forbidden' | 'unknown-call' | 'bad-request' | 'gone' | 'argument';

/**
 * A call that was refused, that failed in another thread or in the host, or that got no response. `error` is its plain data, which
 * users read. Thrown by handlers to refuse a call, and by clients for the errors that they receive.
 */
export class CallError extends Error {
  readonly error: ContractError;

  constructor(error: ContractError, cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause });
    this.name = 'CallError';
    this.error = error;
  }
}

/** The error with which a handler refuses a call; the user reads `message` and `remedy`. */
export function refusal(kind: RefusalKind, message: string, remedy?: string): CallError {
  return new CallError({ kind, message, ...(remedy !== undefined && { remedy }) });
}

/**
 * Turns an error into plain data for other threads, processes and the network: a sentence and a remedy, and paths of the machine
 * only in the details.
 */
export function toContractError(thrown: unknown): ContractError {
  if (thrown instanceof CallError) return thrown.error;
  const error = toFamilyError(thrown);
  if (!error) return internalError(thrown);
  const facts = errorFacts(error);
  const remedy = remedyFor(facts);
  return { ...facts, ...(remedy !== undefined && { remedy }), details: detailsOf(thrown) };
}

/** A bug of the program; `message` says what failed. */
export function internalError(thrown: unknown, message = 'An unexpected error occurred'): ContractError {
  return {
    kind: 'internal',
    message: `${message}: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    remedy: 'Try again; if it happens again, copy the details into a report.',
    details: detailsOf(thrown),
  };
}

/** True for a cancellation that the engine reports, in this thread or in another. */
export function isCancellation(thrown: unknown): boolean {
  return (thrown instanceof CallError ? thrown.error.kind : isBloscpackError(thrown) && thrown.kind) === 'cancelled';
}

/** Sends errors between threads as plain data, received as a CallError. See threads/service.ts. */
export const errorTransport = {
  encode: toContractError,
  decode: (error: ContractError) => new CallError(error),
  cancelled: () => new CancelledError(),
} as const;

type ErrorFacts = Pick<ContractError, 'message' | 'problem' | 'code' | 'where'> & Pick<BloscpackError, 'kind'>;

/** Replaces paths by file names: the window must not see folders. */
function errorFacts(error: BloscpackError): ErrorFacts {
  const { file, chunkIndex, offsetBytes } = error.context;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const problem = 'problem' in error ? (error.problem as FormatProblem) : undefined; // only FormatError has one
  const name = file === undefined ? undefined : baseName(file);
  const message = file === undefined || name === undefined ? error.message : error.message.replaceAll(file, name);
  return {
    kind: error.kind,
    message: sentence(message),
    ...(problem !== undefined && { problem }),
    ...(code !== undefined && { code }),
    where: {
      ...(name !== undefined && { file: name }),
      ...(chunkIndex !== undefined && { chunkIndex }),
      ...(offsetBytes !== undefined && { offsetBytes }),
    },
  };
}

/** The last part of a path. A backslash is a separator only in paths with a drive letter or server name. */
function baseName(path: string): string {
  const separators = /^([a-z]:|\\\\)/i.test(path) ? /[\\/]/ : /\//;
  return path.split(separators).findLast((part) => part !== '') ?? path;
}

function detailsOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return [...runtimeVersions(), stack].join('\n');
}

/** Only in Node; empty in the page, in which this module runs too. */
function runtimeVersions(): readonly string[] {
  const { process } = globalThis as {
    process?: { versions?: { node?: string }; platform?: string; arch?: string };
  };
  if (process?.versions?.node === undefined) return [];
  return [`Node ${process.versions.node}, ${process.platform}-${process.arch}`];
}

/** With a capital letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
