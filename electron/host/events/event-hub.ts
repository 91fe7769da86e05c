import type { EventMessage, EventName, Events } from '../../../shared/contract/events.js';

type Listener = (event: EventMessage) => void;

/** Hands every event to every listener. One that throws does not keep it from the others. */
export class EventHub {
  readonly #listeners = new Set<Listener>();

  emit<Name extends EventName>(name: Name, payload: Events[Name]): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener({ name, payload });
      } catch {
        // A window that is just going away; it unsubscribes on its own.
      }
    }
  }

  get isHeard(): boolean {
    return this.#listeners.size > 0;
  }

  /** Answers how to stop listening. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}
