import { Listeners } from './listeners.js';

/** A state that components render from, by `useStore`. States are immutable: each change is another object. */
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
