/** A store for useSyncExternalStore whose snapshot is a version number. */
export abstract class VersionedStore {
  readonly #listeners = new Set<() => void>();
  #version = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Grows whenever there is something else to show. */
  readonly version = (): number => this.#version;

  protected changed(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
