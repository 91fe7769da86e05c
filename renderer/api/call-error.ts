import type { ContractError } from '../../shared/contract/result.js';

/** A call that was answered with an error, or not at all. Thrown by the client only; views show `error`. */
export class CallError extends Error {
  readonly error: ContractError;

  constructor(error: ContractError, cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause });
    this.name = 'CallError';
    this.error = error;
  }
}

/** Any thrown value in the shape that ErrorView shows; what is not a CallError is a fault of the program. */
export function toContractError(thrown: unknown): ContractError {
  if (thrown instanceof CallError) return thrown.error;
  const details = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  return {
    kind: 'internal',
    message: 'Something in the program failed, not in your files.',
    remedy: 'Try again. If it happens again, copy the details into a report.',
    details,
  };
}
