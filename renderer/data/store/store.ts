import { useSyncExternalStore } from 'react';

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

/** A state that components render from, by `useStore`. States are immutable: each change sets another object. */
export class Store<State> {
  readonly #listeners = new Listeners();
  #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  readonly subscribe = this.#listeners.add;

  readonly state = (): State => this.#state;

  /** Only for the owner of the store and its subclasses. */
  set(state: State): void {
    this.#state = state;
    this.#listeners.notify();
  }
}

/** The current state of a store; renders again whenever it changes. */
export function useStore<State>({ subscribe, state }: Pick<Store<State>, 'subscribe' | 'state'>): State {
  return useSyncExternalStore(subscribe, state);
}

/** A store whose content is read by methods; its state is a number that grows with every change of the content. */
export abstract class VersionedStore extends Store<number> {
  constructor() {
    super(0);
  }

  protected changed(): void {
    this.set(this.state() + 1);
  }
}
