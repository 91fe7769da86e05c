/** Something that is loaded piece by piece: for useSyncExternalStore, by its version. */
export abstract class ToldStore {
  readonly #listeners = new Set<() => void>();
  #version = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows whenever there is more to show. */
  readonly version = (): number => this.#version;

  protected tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
