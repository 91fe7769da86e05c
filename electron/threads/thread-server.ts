import { type MessagePort, parentPort } from 'node:worker_threads';
import type { ErrorTransport, FromThread, ThreadHandlers, ThreadService, ToThread } from './service.js';

/**
 * The program of a worker thread: serves calls and streams until the main thread ends it. `handlersOf` is called immediately. Events
 * arrive in order, and before the response of a call that ends later.
 */
export function serveThread<Service extends ThreadService>(
  errors: ErrorTransport,
  handlersOf: (emit: (event: Service['event']) => void) => ThreadHandlers<Service>,
): void {
  const port = parentPort;
  if (!port) throw new TypeError('this file is a worker thread, not a program');
  const emit = (event: Service['event']): void => port.postMessage({ kind: 'event', event } satisfies FromThread);
  const server = new ThreadServer(port, errors, handlersOf(emit));
  port.on('message', (message: ToThread) => server.receive(message));
}

/** A call or stream that has not ended. */
interface OpenWork {
  readonly kind: 'call' | 'stream';
  readonly controller: AbortController;
  /** Of a stream that has begun. */
  pieces?: AsyncIterator<Uint8Array>;
}

/** The handlers by the names in messages. */
type Handler<Answer> = (request: unknown, signal: AbortSignal) => Answer;
interface Handlers {
  readonly calls: Readonly<Record<string, Handler<unknown>>>;
  readonly streams: Readonly<Record<string, Handler<Promise<{ readonly body: AsyncIterable<Uint8Array> }>>>>;
  readonly end?: () => Promise<void> | void;
}

class ThreadServer {
  readonly #port: MessagePort;
  readonly #errors: ErrorTransport;
  readonly #handlers: Handlers;
  readonly #open = new Map<number, OpenWork>();
  readonly #working = new Set<Promise<void>>();

  constructor(port: MessagePort, errors: ErrorTransport, handlers: Pick<ThreadHandlers<ThreadService>, 'end'>) {
    this.#port = port;
    this.#errors = errors;
    this.#handlers = handlers as Handlers; // the client's types pair each name with the request of its handler
  }

  receive(message: ToThread): void {
    switch (message.kind) {
      case 'call':
      case 'stream':
        this.#open.set(message.id, { kind: message.kind, controller: new AbortController() });
        this.#work(message.id, (work) => this.#begin(message, work));
        break;
      case 'more':
        this.#work(message.id, (work) => this.#sendPiece(message.id, work));
        break;
      case 'cancel':
        this.#cancel(message.id);
        break;
      case 'end':
        void this.#end();
    }
  }

  /** Runs the next part of an open call or stream. If it throws, only this call or stream fails. */
  #work(id: number, part: (work: OpenWork) => Promise<void>): void {
    const work = this.#open.get(id);
    if (!work) return;
    const working = part(work)
      .catch((thrown: unknown) => this.#finish(id, { kind: 'failure', id, error: this.#errors.encode(thrown) }))
      .finally(() => this.#working.delete(working));
    this.#working.add(working);
  }

  async #begin({ id, kind, name, request }: Extract<ToThread, { name: string }>, work: OpenWork): Promise<void> {
    const { signal } = work.controller;
    if (kind === 'call') {
      const response = await handlerOf(this.#handlers.calls, name)(request, signal);
      return this.#finish(id, { kind: 'answer', id, response });
    }
    const { body, ...head } = await handlerOf(this.#handlers.streams, name)(request, signal);
    if (!this.#open.has(id)) return;
    work.pieces = body[Symbol.asyncIterator]();
    this.#port.postMessage({ kind: 'head', id, head } satisfies FromThread);
    await this.#sendPiece(id, work);
  }

  async #sendPiece(id: number, { pieces }: OpenWork): Promise<void> {
    const next = await pieces?.next();
    if (!this.#open.has(id)) return;
    if (!next || next.done) return this.#finish(id, { kind: 'done', id });
    // A copy, since the piece may be a view of memory that is used again. (`slice` of a Buffer does not copy.)
    const bytes = new Uint8Array(next.value);
    this.#port.postMessage({ kind: 'piece', id, bytes } satisfies FromThread, [bytes.buffer]);
  }

  /** `postMessage` throws for a message that cannot be copied; then the work stays open, to be ended with that failure. */
  #finish(id: number, end: Extract<FromThread, { kind: 'answer' | 'failure' | 'done' }>): void {
    if (!this.#open.has(id)) return;
    this.#port.postMessage(end);
    this.#open.delete(id);
  }

  #cancel(id: number): void {
    const work = this.#open.get(id);
    work?.controller.abort();
    if (work?.kind !== 'stream') return;
    this.#open.delete(id);
    // `return` waits for the piece that is being made. Its failure is ignored, since the caller has cancelled.
    work.pieces?.return?.().catch(() => undefined);
  }

  async #end(): Promise<void> {
    for (const id of [...this.#open.keys()]) this.#cancel(id);
    try {
      await this.#handlers.end?.();
      await Promise.all(this.#working);
    } finally {
      this.#port.close();
    }
  }
}

/** The handler of a name. Only bundles of different versions can send an unknown name. */
function handlerOf<Answer>(handlers: Readonly<Record<string, Handler<Answer>>>, name: string): Handler<Answer> {
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw new TypeError(`this thread does not serve '${name}'`);
  return handler;
}
