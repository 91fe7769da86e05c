/** Functions that are called when something happens. */
export class Listeners<Arguments extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...values: Arguments) => void>();

  get size(): number {
    return this.#listeners.size;
  }

  /** Returns a function that removes the listener. */
  readonly add = (listener: (...values: Arguments) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  notify(...values: Arguments): void {
    for (const listener of this.#listeners) listener(...values);
  }
}
