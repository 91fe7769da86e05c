/** What is fuzzed in one process: where inputs come from, and what must hold for every one of them. */
export interface Group {
  /** The input of a case, determined by its seed. */
  readonly make: (seed: number) => Uint8Array;
  /** Throws when a promise is broken. `caseIndex` chooses among checks that are too slow to do every time. */
  readonly check: (input: Uint8Array, caseIndex: number) => Promise<void>;
}

/** Something that must hold did not. */
export class BrokenPromise extends Error {}

export function mustHold(holds: boolean, what: string): void {
  if (!holds) throw new BrokenPromise(what);
}
