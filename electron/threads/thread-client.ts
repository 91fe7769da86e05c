import type { Worker } from 'node:worker_threads';
import { ReceivedStream } from './received-stream.js';
import type {
  CallName,
  CallRequest,
  CallResponse,
  ErrorTransport,
  FromThread,
  StreamAnswer,
  StreamName,
  StreamRequest,
  ThreadService,
  ToThread,
} from './service.js';
import { type RunningThread, type StartOptions, startThread } from './start-thread.js';

export interface ThreadOptions extends StartOptions {
  readonly errors: ErrorTransport;
  /** How long the thread may take to end after `end()`; then it is terminated. */
  readonly endWithinMs?: number;
  /** How long a call may run after it was cancelled; then the whole thread is terminated. Default: no limit. */
  readonly cancelWithinMs?: number;
}

export interface CallOptions {
  /** Cancels the call, which settles when the thread has stopped it. */
  readonly signal?: AbortSignal;
  /** Buffers of the request that are moved instead of copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

interface OpenCall {
  readonly resolve: (response: unknown) => void;
  readonly reject: (error: Error) => void;
}

const END_WITHIN_MS = 10_000;

/**
 * The caller's side of one worker thread. The first call or stream starts the thread. When the thread exits, all open calls and streams
 * fail with the same error, and the next call starts it again.
 */
export class ThreadClient<Service extends ThreadService> {
  readonly #options: ThreadOptions;
  readonly #onEvent: (event: Service['event']) => void;
  readonly #calls = new Map<number, OpenCall>();
  readonly #streams = new Map<number, ReceivedStream>();
  #running: RunningThread | undefined;
  #lastId = 0;

  constructor(options: ThreadOptions, onEvent: (event: Service['event']) => void = () => undefined) {
    this.#options = options;
    this.#onEvent = onEvent;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /**
   * Rejects with the thread's error (`errors.decode`), with `errors.cancelled` when the signal is aborted, and with a plain Error when
   * the thread exits.
   */
  async call<Name extends CallName<Service>>(
    name: Name,
    request: CallRequest<Service, Name>,
    { signal, transfer }: CallOptions = {},
  ): Promise<CallResponse<Service, Name>> {
    if (signal?.aborted) throw this.#options.errors.cancelled();
    const id = this.#nextId();
    let stuck: NodeJS.Timeout | undefined;
    const cancel = (): void => {
      this.#post({ kind: 'cancel', id });
      stuck = this.#terminateAfter(this.#options.cancelWithinMs);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const response = await new Promise((resolve, reject) => {
        this.#calls.set(id, { resolve, reject });
        this.#start().postMessage({ kind: 'call', id, name, request } satisfies ToThread, transfer);
      });
      return response as CallResponse<Service, Name>; // returned by the handler of this name
    } catch (error) {
      throw signal?.aborted ? this.#options.errors.cancelled() : error;
    } finally {
      this.#calls.delete(id);
      signal?.removeEventListener('abort', cancel);
      clearTimeout(stuck);
    }
  }

  /**
   * Settles when the first piece has arrived; rejects as `call` does. The thread makes a piece only when the previous one was read.
   * Leaving the body, or aborting `signal`, stops the work immediately.
   */
  async stream<Name extends StreamName<Service>>(
    name: Name,
    request: StreamRequest<Service, Name>,
    signal: AbortSignal,
  ): Promise<StreamAnswer<Service, Name>> {
    const { errors } = this.#options;
    if (signal.aborted) throw errors.cancelled();
    const id = this.#nextId();
    const abort = (): void => received.abort(errors.cancelled());
    const received = new ReceivedStream({
      more: () => this.#post({ kind: 'more', id }),
      cancel: () => this.#post({ kind: 'cancel', id }),
      ended: () => {
        this.#streams.delete(id);
        signal.removeEventListener('abort', abort);
      },
    });
    this.#start().postMessage({ kind: 'stream', id, name, request } satisfies ToThread);
    this.#streams.set(id, received);
    signal.addEventListener('abort', abort, { once: true });
    return received.answer as Promise<StreamAnswer<Service, Name>>; // as in `call`
  }

  /** Cancels all work, ends the thread and waits for its exit; terminates it if it does not end in time. */
  async end(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    running.worker.postMessage({ kind: 'end' } satisfies ToThread);
    const stuck = this.#terminateAfter(this.#options.endWithinMs ?? END_WITHIN_MS);
    await running.exited;
    clearTimeout(stuck);
  }

  #nextId(): number {
    this.#lastId++;
    return this.#lastId;
  }

  /** Sends a message if the thread is running. */
  #post(message: ToThread): void {
    this.#running?.worker.postMessage(message);
  }

  #terminateAfter(ms: number | undefined): NodeJS.Timeout | undefined {
    const worker = this.#running?.worker;
    return ms === undefined ? undefined : setTimeout(() => void worker?.terminate(), ms);
  }

  #start(): Worker {
    this.#running ??= startThread(
      this.#options,
      (message) => this.#receive(message),
      (error) => this.#ended(error),
    );
    return this.#running.worker;
  }

  #ended(error: Error): void {
    this.#running = undefined;
    for (const { reject } of this.#calls.values()) reject(error);
    for (const stream of [...this.#streams.values()]) stream.end(error);
  }

  #receive(message: FromThread): void {
    switch (message.kind) {
      case 'event':
        this.#onEvent(message.event);
        break;
      case 'answer':
        this.#calls.get(message.id)?.resolve(message.response);
        break;
      case 'head':
        this.#streams.get(message.id)?.receiveHead(message.head);
        break;
      case 'piece':
        this.#streams.get(message.id)?.receive(message.bytes);
        break;
      case 'done':
        this.#streams.get(message.id)?.end();
        break;
      case 'failure': {
        const error = this.#options.errors.decode(message.error);
        this.#calls.get(message.id)?.reject(error);
        this.#streams.get(message.id)?.end(error);
      }
    }
  }
}
