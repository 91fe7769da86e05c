import type { ContractError } from '../../shared/contract/result.js';

/** What a worker thread answered instead of a value: the error in the form in which it travels, thrown as one again. */
export class ThreadFailure extends Error {
  readonly error: ContractError;

  constructor(error: ContractError) {
    super(error.message);
    this.name = 'ThreadFailure';
    this.error = error;
  }
}
