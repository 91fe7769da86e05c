import type { Page, WebSocket } from 'playwright';

/** Counts what goes between the page and the host: what a page costs, said in numbers that no other load changes. */
export class Traffic {
  readonly #calls = new Map<string, number>();
  #events = 0;
  #receivedBytes = 0;

  /** From the next WebSocket that the page opens. */
  static of(page: Page): Traffic {
    const traffic = new Traffic();
    page.on('websocket', (socket) => traffic.#listen(socket));
    return traffic;
  }

  /** Calls by their names since the last time. */
  takeCalls(): ReadonlyMap<string, number> {
    const calls = new Map(this.#calls);
    this.#calls.clear();
    return calls;
  }

  /** Events and bytes of all messages that came since the last time. */
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

/** All calls together. */
export function sumOf(calls: ReadonlyMap<string, number>): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}
