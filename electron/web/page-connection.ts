import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Host } from '../host/host.js';
import { isCheapJson } from './json-cost.js';

/** Pending calls of one page; while there are more, its messages are not read. */
const MAX_CALLS = 64;
const MAX_CALL_BYTES = 16 * 2 ** 20;
/** Response bytes that a page has not read; while there are more, its messages are not read. */
const MAX_UNREAD_BYTES = 4 * 2 ** 20;
/** Event bytes that a page has not read: beyond this it is disconnected, and reloads everything when it reconnects. */
const MAX_EVENT_BYTES = 64 * 2 ** 20;
const POLICY_VIOLATION = 1008;
const TOO_LARGE = 1009;

/** What a page sends: a call and the id that its response gets. */
const callMessage = z.strictObject({ id: z.int(), name: z.string().max(100), request: z.unknown().optional() });

/** A page that has sent the token: its calls are read no faster than they are handled and their responses are read. */
export class PageConnection {
  readonly #socket: WebSocket;
  readonly #host: Host;
  #calls = 0;
  #callBytes = 0;

  constructor(socket: WebSocket, host: Host) {
    this.#socket = socket;
    this.#host = host;
    const unsubscribe = host.subscribe((event) => {
      if (socket.bufferedAmount > MAX_EVENT_BYTES) socket.terminate();
      else this.#send({ event });
    });
    // As one piece: `binaryType` is not changed.
    socket.on('message', (data) => void this.#answer(data as Buffer));
    socket.on('close', unsubscribe);
  }

  /** Whether reading is paused because the host is busy, so that no heartbeat response can be expected. */
  get isAtWork(): boolean {
    return this.#socket.isPaused && this.#socket.bufferedAmount === 0;
  }

  async #answer(data: Buffer): Promise<void> {
    if (!isCheapJson(data)) return this.#socket.close(TOO_LARGE, 'too many values');
    const message = parseCall(data);
    if (!message) return this.#socket.close(POLICY_VIOLATION, 'not a call');
    const { id, name, request } = message;
    this.#count(1, data.byteLength);
    const result = await this.#host.dispatch(name, request);
    this.#count(-1, -data.byteLength);
    this.#send({ id, result });
  }

  #send(message: object): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(JSON.stringify(message), () => this.#pace());
    this.#pace();
  }

  #count(calls: number, bytes: number): void {
    this.#calls += calls;
    this.#callBytes += bytes;
    this.#pace();
  }

  #pace(): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    const isBusy = this.#calls >= MAX_CALLS || this.#callBytes >= MAX_CALL_BYTES;
    if (isBusy || this.#socket.bufferedAmount > MAX_UNREAD_BYTES) this.#socket.pause();
    else this.#socket.resume();
  }
}

function parseCall(data: Buffer): z.output<typeof callMessage> | undefined {
  try {
    return callMessage.safeParse(JSON.parse(String(data))).data;
  } catch {
    return undefined;
  }
}
