import type { ContractError } from '../contract/result.js';
import { type BloscpackError, CancelledError, type FormatProblem, isBloscpackError } from '../format/errors.js';
import { remedyFor } from './remedies.js';

/** The kinds that the contract adds to those of the engine's family. */
type RefusalKind = 'forbidden' | 'unknown-call' | 'bad-request' | 'gone' | 'argument';

/**
 * A call that was refused, failed elsewhere (another thread, the host) or was not answered. `error` is what travels and what
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

/** A handler refuses a call; `message` and `remedy` are what the user reads. */
export function refusal(kind: RefusalKind, message: string, remedy?: string): CallError {
  return new CallError({ kind, message, ...(remedy !== undefined && { remedy }) });
}

/**
 * The one place where an error becomes the plain data in which it crosses threads, processes and the network: a sentence, a
 * remedy, and no path of the machine's except in the folded details.
 */
export function toContractError(thrown: unknown): ContractError {
  if (thrown instanceof CallError) return thrown.error;
  if (!isBloscpackError(thrown)) return internalError(thrown);
  const facts = errorFacts(thrown);
  const remedy = remedyFor(facts);
  return { ...facts, ...(remedy !== undefined && { remedy }), details: detailsOf(thrown) };
}

/** A fault of the program; `message` is in words of the layer that knows what it hit. */
export function internalError(thrown: unknown, message = 'Something unexpected went wrong'): ContractError {
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

/** How errors cross between threads: as the contract's plain data, which arrives as a CallError. See threads/service.ts. */
export const errorTransport = {
  encode: toContractError,
  decode: (error: ContractError) => new CallError(error),
  cancelled: () => new CancelledError(),
} as const;

type ErrorFacts = Pick<ContractError, 'message' | 'problem' | 'code' | 'where'> & Pick<BloscpackError, 'kind'>;

/** Files are named without their folders, which the window must not see. */
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

/** The last part of a path of this system's. A backslash separates only where paths have drive letters or server names. */
function baseName(path: string): string {
  const separators = /^([a-z]:|\\\\)/i.test(path) ? /[\\/]/ : /\//;
  return path.split(separators).findLast((part) => part !== '') ?? path;
}

function detailsOf(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return [...runtimeVersions(), stack].join('\n');
}

/** Said by Node only: this module has no types of it, since it also runs in the page. */
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
