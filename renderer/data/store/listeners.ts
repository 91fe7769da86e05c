/** Functions that are called when something happens, with what happened. */
export class Listeners<Facts extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...facts: Facts) => void>();

  get size(): number {
    return this.#listeners.size;
  }

  /** Answers how to remove it again. */
  readonly add = (listener: (...facts: Facts) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  notify(...facts: Facts): void {
    for (const listener of this.#listeners) listener(...facts);
  }
}
