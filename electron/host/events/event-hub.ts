import type { EventMessage, EventName, Events } from '../../../shared/contract/events.js';

type Listener = (event: EventMessage) => void;

/** Sends every event to every listener. A listener that throws does not affect the others. */
export class EventHub {
  readonly #listeners = new Set<Listener>();

  emit<Name extends EventName>(name: Name, payload: Events[Name]): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener({ name, payload });
      } catch {
        // The window is closing; it unsubscribes itself.
      }
    }
  }

  get hasListeners(): boolean {
    return this.#listeners.size > 0;
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
