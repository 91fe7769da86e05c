import type { Result } from '../../shared/contract/result.js';

interface Waiting {
  readonly resolve: (result: Result<unknown>) => void;
  readonly reject: (reason: Error) => void;
}

/** Calls that were sent and have no answer yet, by number. */
export class PendingCalls {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** Numbers a new call, passes the number to `send`, and waits for `settle` with that number. */
  add(send: (id: number) => void): Promise<Result<unknown>> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  /** Answers to calls that are not pending are dropped. */
  settle(id: number, result: Result<unknown>): void {
    this.#waiting.get(id)?.resolve(result);
    this.#waiting.delete(id);
  }

  /** The connection broke: whether the host has done what was requested is not known. */
  rejectAll(reason: string): void {
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }
}
