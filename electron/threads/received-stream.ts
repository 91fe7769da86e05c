import type { Streamed } from './service.js';

/** How a received stream controls its sender. */
export interface StreamControls {
  /** Requests one more piece. */
  readonly more: () => void;
  /** Stops the sender before the end of the stream. */
  readonly cancel: () => void;
  /** Called once, when the stream has ended, failed or been cancelled. */
  readonly ended: () => void;
}

type Next = IteratorResult<Uint8Array, undefined>;
interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The caller's side of one stream: a promise of its head, which settles when the first piece has arrived or failed, and a body that
 * requests each piece when it is read. `next` must have settled before it is called again.
 */
export class ReceivedStream {
  readonly answer: Promise<Streamed<object>>;
  readonly #controls: StreamControls;
  #waitingForHead: Waiter<Streamed<object>> | undefined;
  #head: object = {};
  /** Received and not yet read: the first piece, until the body is read. */
  #piece: Uint8Array | undefined;
  #reading: Waiter<Next> | undefined;
  #ending: { readonly error: Error | undefined } | undefined;

  constructor(controls: StreamControls) {
    this.#controls = controls;
    this.answer = new Promise((resolve, reject) => {
      this.#waitingForHead = { resolve, reject };
    });
  }

  receiveHead(head: object): void {
    this.#head = head;
  }

  receive(piece: Uint8Array): void {
    const reading = this.#reading;
    this.#reading = undefined;
    if (reading) reading.resolve({ done: false, value: piece });
    else this.#piece = piece;
    this.#resolveHead();
  }

  /** Ends the stream. Without an error, all pieces were received. */
  end(error?: Error): void {
    if (this.#ending) return;
    this.#ending = { error };
    this.#controls.ended();
    if (error) {
      this.#piece = undefined;
      this.#waitingForHead?.reject(error);
      this.#reading?.reject(error);
    } else {
      this.#resolveHead();
      this.#reading?.resolve({ done: true, value: undefined });
    }
    this.#reading = undefined;
  }

  /** Stops the sender and rejects the present read. */
  abort(error: Error): void {
    if (this.#ending) return;
    this.#controls.cancel();
    this.end(error);
  }

  #resolveHead(): void {
    const iterator = { next: () => this.#next(), return: () => this.#cancelRest() };
    this.#waitingForHead?.resolve({ ...this.#head, body: { [Symbol.asyncIterator]: () => iterator } });
    this.#waitingForHead = undefined;
  }

  async #next(): Promise<Next> {
    if (this.#ending?.error) throw this.#ending.error;
    const value = this.#piece;
    this.#piece = undefined;
    if (value) return { done: false, value };
    if (this.#ending) return { done: true, value: undefined };
    return new Promise((resolve, reject) => {
      this.#reading = { resolve, reject };
      this.#controls.more();
    });
  }

  async #cancelRest(): Promise<Next> {
    if (!this.#ending) {
      this.#controls.cancel();
      this.end();
    }
    return { done: true, value: undefined };
  }
}
