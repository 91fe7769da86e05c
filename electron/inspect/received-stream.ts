import { CancelledError } from '../../shared/format/errors.js';
import type { StreamAnswer } from './handlers.js';
import type { StreamHead } from './messages.js';

/** What a received stream tells its sender. */
export interface StreamWishes {
  readonly more: () => void;
  readonly leave: () => void;
}

type Next = IteratorResult<Uint8Array, undefined>;

/** The host's side of one stream: a promise of its head, and a body that asks for a piece when it is asked for one. */
export class ReceivedStream {
  readonly answer: Promise<StreamAnswer>;
  readonly #wishes: StreamWishes;
  #began: (answer: StreamAnswer) => void = () => {};
  #failed: (error: Error) => void = () => {};
  /** Who waits for the piece that was asked for. */
  #waiting: { readonly resolve: (next: Next) => void; readonly reject: (error: Error) => void } | undefined;
  /** How it ended, once it has; undefined as an error is a good end. */
  #ending: { readonly error: Error | undefined } | undefined;

  constructor(wishes: StreamWishes) {
    this.#wishes = wishes;
    this.answer = new Promise((resolve, reject) => {
      this.#began = resolve;
      this.#failed = reject;
    });
  }

  begin(head: StreamHead): void {
    const iterator = { next: () => this.#next(), return: () => this.#leave() };
    this.#began({ ...head, body: { [Symbol.asyncIterator]: () => iterator } });
  }

  receive(bytes: Uint8Array): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve({ done: false, value: bytes });
  }

  end(error?: Error): void {
    if (this.#ending) return;
    this.#ending = { error };
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (error) {
      this.#failed(error);
      waiting?.reject(error);
    } else {
      waiting?.resolve({ done: true, value: undefined });
    }
  }

  /** The signal fired: the sender stops, and who waits learns it. */
  abort(): void {
    if (this.#ending) return;
    this.#wishes.leave();
    this.end(new CancelledError());
  }

  #next(): Promise<Next> {
    if (this.#ending?.error) return Promise.reject(this.#ending.error);
    if (this.#ending) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#wishes.more();
    });
  }

  async #leave(): Promise<Next> {
    if (!this.#ending) {
      this.#wishes.leave();
      this.end();
    }
    return { done: true, value: undefined };
  }
}
