/** What is fuzzed in one process: how inputs are made, and what must be true for each of them. */
export interface Group {
  /** The input of a case, determined by its seed. */
  readonly make: (seed: number) => Uint8Array;
  /** Throws when a rule is broken. `caseIndex` selects among checks that are too slow for every case. */
  readonly check: (input: Uint8Array, caseIndex: number) => Promise<void>;
  /** The most memory that the process may take, where it is more than what hostile bytes are worth. */
  readonly maxBytes?: number;
}

/** A broken rule. */
export class BrokenPromise extends Error {}

export function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new BrokenPromise(what);
}
