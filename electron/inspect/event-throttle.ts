/** Between two events of a kind: at most ten a second. */
const PAUSE_MS = 100;

/**
 * Emits an event immediately after a pause, otherwise the latest one a little later. The last payload of each key is
 * never lost.
 */
export class EventThrottle<Payload> {
  readonly #emit: (payload: Payload) => void;
  readonly #pending = new Map<string, { latest: Payload | undefined; readonly timer: NodeJS.Timeout }>();

  constructor(emit: (payload: Payload) => void) {
    this.#emit = emit;
  }

  /** `immediately`: emit without a pause, for the end of a task. */
  note(key: string, payload: Payload, immediately = false): void {
    const pending = this.#pending.get(key);
    if (pending && !immediately) {
      pending.latest = payload;
      return;
    }
    if (pending) clearTimeout(pending.timer);
    this.#emit(payload);
    this.#pending.set(key, { latest: undefined, timer: this.#later(key) });
  }

  close(): void {
    for (const { timer } of this.#pending.values()) clearTimeout(timer);
    this.#pending.clear();
  }

  #later(key: string): NodeJS.Timeout {
    const timer = setTimeout(() => {
      const latest = this.#pending.get(key)?.latest;
      this.#pending.delete(key);
      if (latest !== undefined) this.note(key, latest);
    }, PAUSE_MS);
    return timer.unref();
  }
}
