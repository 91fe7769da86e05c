import type { ContractError } from '../../shared/contract/result.js';

/** The kinds that the contract adds to those of the engine's family. */
export type ContractKind = Extract<
  ContractError['kind'],
  'forbidden' | 'unknown-call' | 'bad-request' | 'gone' | 'argument'
>;

/** A handler refuses a call; `message` and `remedy` are what the user reads. */
export class ContractFailure extends Error {
  readonly contractKind: ContractKind;
  readonly remedy: string | undefined;

  constructor(contractKind: ContractKind, message: string, remedy?: string) {
    super(message);
    this.name = 'ContractFailure';
    this.contractKind = contractKind;
    this.remedy = remedy;
  }
}
