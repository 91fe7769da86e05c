import type { Streamed } from './service.js';

/** What a received stream asks of its sender. */
export interface StreamControls {
  /** Asks for one more piece. */
  readonly more: () => void;
  /** Stops the sender; the rest is not wanted. */
  readonly cancel: () => void;
  /** Called once, when the stream has ended in whatever way. */
  readonly ended: () => void;
}

type Next = IteratorResult<Uint8Array, undefined>;
interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The starter's side of one stream: a promise of its head, which settles when the first piece is there or cannot be made, and a
 * body that asks for a piece when it is asked for one. `next` must have settled before it is called again.
 */
export class ReceivedStream {
  readonly answer: Promise<Streamed<object>>;
  readonly #controls: StreamControls;
  #begun: Waiter<Streamed<object>> | undefined;
  #head: object = {};
  /** Received and not yet read: the first piece, until the body is asked for it. */
  #piece: Uint8Array | undefined;
  #reading: Waiter<Next> | undefined;
  #ending: { readonly error: Error | undefined } | undefined;

  constructor(controls: StreamControls) {
    this.#controls = controls;
    this.answer = new Promise((resolve, reject) => {
      this.#begun = { resolve, reject };
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
    this.#begin();
  }

  /** Without an error, all pieces were received. */
  end(error?: Error): void {
    if (this.#ending) return;
    this.#ending = { error };
    this.#controls.ended();
    if (error) {
      this.#piece = undefined;
      this.#begun?.reject(error);
      this.#reading?.reject(error);
    } else {
      this.#begin();
      this.#reading?.resolve({ done: true, value: undefined });
    }
    this.#reading = undefined;
  }

  /** Stops the sender and fails whoever reads. */
  abort(error: Error): void {
    if (this.#ending) return;
    this.#controls.cancel();
    this.end(error);
  }

  #begin(): void {
    const iterator = { next: () => this.#next(), return: () => this.#leave() };
    this.#begun?.resolve({ ...this.#head, body: { [Symbol.asyncIterator]: () => iterator } });
    this.#begun = undefined;
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

  async #leave(): Promise<Next> {
    if (!this.#ending) {
      this.#controls.cancel();
      this.end();
    }
    return { done: true, value: undefined };
  }
}
