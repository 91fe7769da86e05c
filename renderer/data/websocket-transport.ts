import type { EventMessage } from '../../shared/contract/events.js';
import type { FileId } from '../../shared/contract/files.js';
import type { Result } from '../../shared/contract/result.js';
import { streamPath } from '../../shared/contract/stream-path.js';
import type { AdmitWatch, Transport } from '../../shared/contract/transport.js';
import type { Connection, ConnectionState } from './connection.js';
import { PendingCalls } from './pending-calls.js';
import { sendResumably, type UploadConnection } from './resumable-upload.js';
import { Listeners } from './store/store.js';

/** A message of the web host: the answer to a call by its number, or an event. */
type HostMessage = { readonly id: number; readonly result: Result<unknown> } | { readonly event: EventMessage };

/** The pauses before trying again, in milliseconds; the last one repeats. */
const retryDelaysMs = [250, 500, 1000, 2000, 4000] as const;

/** How often silence is counted, after how many counts the host is called, said to be stalled, and given up. */
const silenceMs = 1000;
const callAfter = 2;
const stalledAfter = 4;
const lostAfter = 30;

/** As many connections as a browser opens to one host. */
const uploadsAtOnce = 6;

/** No close frame was received. */
const NO_CODE = 1006;

export interface WebSocketOptions {
  /** `ws://127.0.0.1:8123/socket`. */
  readonly url: string;
  readonly token: string;
  /** Creates the socket; for tests. */
  readonly open?: (url: string, protocols: readonly string[]) => WebSocket;
}

/**
 * Calls and events over one WebSocket that is opened again when it breaks. The token is sent as a subprotocol, the only header
 * that a page can set. Calls wait until the connection is open; those that are pending when it breaks are rejected.
 */
export class WebSocketTransport implements Transport, Connection {
  state: ConnectionState = 'connecting';
  readonly #options: WebSocketOptions;
  readonly #pending = new PendingCalls();
  readonly #events = new Listeners<[EventMessage]>();
  readonly #changes = new Listeners();
  #unsent: string[] = [];
  #socket: WebSocket | undefined;
  #failures = 0;
  /** Counts since the last message of the host. Not clock time, because browsers stop the timers of hidden pages. */
  #silence = 0;

  readonly #uploading: UploadConnection;

  constructor(options: WebSocketOptions) {
    this.#options = options;
    this.#uploading = {
      token: options.token,
      isUpAgain: (signal) => this.#connectedAgain(signal),
    };
    this.#connect();
    setInterval(() => this.#countSilence(), silenceMs);
  }

  call(name: string, request: unknown): Promise<Result<unknown>> {
    if (this.state === 'lost' || this.state === 'refused') {
      return Promise.reject(new Error(`The connection to ${this.#options.url} is ${this.state}.`));
    }
    return this.#pending.add((id) => this.#send(JSON.stringify({ id, name, request })));
  }

  readonly subscribe = this.#events.add;

  readonly watch = this.#changes.add;

  /** Uploads several at a time, since a small file takes little more than one round trip. */
  async admit(files: readonly { readonly name: string }[], watch?: AdmitWatch): Promise<Result<readonly FileId[]>> {
    const ids: FileId[] = [];
    const sent = files.map(() => 0);
    let failure: Result<never> | undefined;
    let next = 0;
    const uploadNext = async (): Promise<void> => {
      for (let index = next++; index < files.length && !failure; index = next++) {
        // The contract's `File` and `AbortSignal` have the members of the page's that code without a DOM can name.
        const answer = await sendResumably(files[index] as File, this.#uploading, {
          signal: watch?.signal as AbortSignal | undefined,
          gate: watch?.gate,
          onSent: (sentBytes) => {
            sent[index] = sentBytes;
            watch?.onSent(sent.reduce((sum, bytes) => sum + bytes, 0));
          },
        });
        if (answer.ok) ids[index] = answer.value;
        else failure = answer;
      }
    };
    await Promise.all(Array.from({ length: uploadsAtOnce }, uploadNext));
    if (!failure) return { ok: true, value: ids };
    // Either all files are admitted or none.
    await Promise.all(ids.map((id) => this.#removeUpload(id)));
    return failure;
  }

  /** Has the token in the query: a link that saves the answer cannot send a header. */
  streamUrl(name: string, request: unknown): string {
    return `${streamPath(name, request)}&token=${encodeURIComponent(this.#options.token)}`;
  }

  dragOut(): void {}

  downloadUrl(id: FileId): string {
    return `/download/${encodeURIComponent(id)}?token=${encodeURIComponent(this.#options.token)}`;
  }

  /** Settles when the connection stands, after a moment if it does now; also on an abort. */
  #connectedAgain(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        unwatch();
        clearTimeout(timer);
        resolve();
      };
      const unwatch = this.watch(() => this.state === 'connected' && settle());
      const timer = this.state === 'connected' ? setTimeout(settle, retryDelaysMs[2]) : undefined;
      signal?.addEventListener('abort', settle, { once: true });
    });
  }

  /** An upload that cannot be removed is deleted when the host ends. */
  async #removeUpload(id: FileId): Promise<void> {
    const headers = { authorization: `Bearer ${this.#options.token}` };
    await fetch(`/uploads?id=${encodeURIComponent(id)}`, { method: 'DELETE', headers }).catch(() => undefined);
  }

  #send(message: string): void {
    if (this.state === 'connected' || this.state === 'stalled') this.#socket?.send(message);
    else this.#unsent.push(message);
  }

  #connect(): void {
    const { url, token, open = (address, protocols) => new WebSocket(address, [...protocols]) } = this.#options;
    const socket = open(url, ['bloscpack', token]);
    this.#socket = socket;
    socket.onopen = () => {
      this.#failures = 0;
      this.#silence = 0;
      this.#enter('connected');
      for (const message of this.#unsent) socket.send(message);
      this.#unsent = [];
    };
    // The host is ours: its messages are of the two forms above.
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(String(data)) as HostMessage);
    socket.onclose = ({ code }) => this.#lose(code);
  }

  #receive(message: HostMessage): void {
    this.#silence = 0;
    if (this.state === 'stalled') this.#enter('connected');
    if ('id' in message) this.#pending.settle(message.id, message.result);
    else this.#events.notify(message.event);
  }

  /** A tunnel can stop without closing: then nothing is received, which is the only sign of it. */
  #countSilence(): void {
    if (this.state !== 'connected' && this.state !== 'stalled') return;
    this.#silence += 1;
    if (this.#silence === callAfter) this.call('app.ping', undefined).catch(() => undefined);
    if (this.#silence === stalledAfter) this.#enter('stalled');
    if (this.#silence < lostAfter) return;
    const socket = this.#socket;
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null;
    socket?.close();
    this.#lose(NO_CODE);
  }

  #lose(code: number): void {
    this.#unsent = [];
    this.#pending.rejectAll(`The connection to ${this.#options.url} broke (code ${code}).`);
    // 1008: the host does not take this token, and will not take it later.
    if (code === 1008) {
      this.#enter('refused');
      return;
    }
    const delay = retryDelaysMs[Math.min(this.#failures, retryDelaysMs.length - 1)];
    this.#failures += 1;
    this.#enter('lost');
    setTimeout(() => this.#connect(), delay);
  }

  #enter(state: ConnectionState): void {
    this.state = state;
    this.#changes.notify();
  }
}
