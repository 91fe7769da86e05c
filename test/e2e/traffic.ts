import type { Page, WebSocket } from 'playwright';

/** Counts the messages between page and host: a cost that does not depend on the load of the machine. */
export class Traffic {
  readonly #calls = new Map<string, number>();
  #events = 0;
  #receivedBytes = 0;

  /** Counts from the next WebSocket on that the page opens. */
  static of(page: Page): Traffic {
    const traffic = new Traffic();
    page.on('websocket', (socket) => traffic.#listen(socket));
    return traffic;
  }

  /** Number of calls by name since the last call of this. */
  takeCalls(): ReadonlyMap<string, number> {
    const calls = new Map(this.#calls);
    this.#calls.clear();
    return calls;
  }

  /** Events and bytes of all messages from the host since the last call of this. */
  takeReceived(): { readonly events: number; readonly bytes: number } {
    const received = { events: this.#events, bytes: this.#receivedBytes };
    [this.#events, this.#receivedBytes] = [0, 0];
    return received;
  }

  #listen(socket: WebSocket): void {
    socket.on('framesent', ({ payload }) => {
      const { name } = JSON.parse(String(payload)) as { readonly name: string };
      this.#calls.set(name, (this.#calls.get(name) ?? 0) + 1);
    });
    socket.on('framereceived', ({ payload }) => {
      this.#receivedBytes += Buffer.byteLength(payload);
      if (String(payload).startsWith('{"event"')) this.#events += 1;
    });
  }
}

/** The sum of all calls. */
export function sumOf(calls: ReadonlyMap<string, number>): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}
