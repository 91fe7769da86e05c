import type { Worker } from 'node:worker_threads';
import type { DocumentOverview } from '../../shared/contract/inspect/document.js';
import { CallError } from '../../shared/errors/contract-error.js';
import { startWorker, type WorkerFiles } from '../threads/worker-thread.js';
import type { CheckBatch } from './chunks/chunk-checks.js';
import type { StreamAnswer } from './handlers.js';
import type { InspectEvent } from './inspector.js';
import type { FromInspector, ToInspector } from './messages.js';
import type { OpenOrder } from './open/open-order.js';
import { ReceivedStream } from './received-stream.js';

/** Buffers are not counted by this. */
const HEAP_MB = 512;
/** Little room for what is new makes V8 look for what is not needed any more sooner: buffers go with it, some 40 MiB in all. */
const YOUNG_HEAP_MB = 8;
/** How long the thread may take to end when nothing is wrong. */
const END_WITHIN_MS = 5000;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * The inspector in a thread of its own, so that neither host nor window ever waits for a file. It is started with the
 * first question; when it dies, what was under way fails, its documents are gone, and the next question starts it anew.
 */
export class InspectThread {
  readonly #files: WorkerFiles;
  readonly #onEvent: (event: InspectEvent) => void;
  readonly #calls = new Map<number, Waiting>();
  readonly #streams = new Map<number, ReceivedStream>();
  #worker: Worker | undefined;
  #exited: Promise<void> = Promise.resolve();
  #lastNumber = 0;

  constructor(files: WorkerFiles, onEvent: (event: InspectEvent) => void) {
    this.#files = files;
    this.#onEvent = onEvent;
  }

  async open(order: OpenOrder): Promise<DocumentOverview> {
    // The thread answers an `open` with an overview.
    return (await this.#ask((call) => ({ kind: 'open', call, order }))) as DocumentOverview;
  }

  /** Rejects with a CallError that has the thread's error, or a plain Error when the thread itself is gone. */
  call(name: string, request: unknown): Promise<unknown> {
    return this.#ask((call) => ({ kind: 'call', call, name, request }));
  }

  /** The body asks for one piece at a time; leaving it, or `signal`, stops the work in the thread. */
  async stream(name: string, request: unknown, signal: AbortSignal): Promise<StreamAnswer> {
    const stream = this.#nextNumber();
    const received = new ReceivedStream({
      more: () => this.#send({ kind: 'more', stream }),
      leave: () => {
        this.#streams.delete(stream);
        this.#worker?.postMessage({ kind: 'leave', stream } satisfies ToInspector);
      },
    });
    this.#streams.set(stream, received);
    signal.addEventListener('abort', () => received.abort(), { once: true });
    if (signal.aborted) received.abort();
    else this.#send({ kind: 'stream', stream, name, request });
    return received.answer;
  }

  /** Tells what a verification found; nothing is started for it. */
  noteChecks(path: string, batch: CheckBatch): void {
    this.#worker?.postMessage({ kind: 'checks', path, batch } satisfies ToInspector);
  }

  /** Closes all documents and ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    this.#send({ kind: 'end' });
    const stuck = setTimeout(() => void worker.terminate(), END_WITHIN_MS);
    await this.#exited;
    clearTimeout(stuck);
  }

  #ask(message: (call: number) => ToInspector): Promise<unknown> {
    const call = this.#nextNumber();
    return new Promise((resolve, reject) => {
      this.#calls.set(call, { resolve, reject });
      this.#send(message(call));
    });
  }

  #nextNumber(): number {
    this.#lastNumber++;
    return this.#lastNumber;
  }

  #send(message: ToInspector): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start(): Worker {
    const worker = startWorker(this.#files, {
      maxOldGenerationSizeMb: HEAP_MB,
      maxYoungGenerationSizeMb: YOUNG_HEAP_MB,
    });
    let failure: Error | undefined;
    worker.on('message', (message: FromInspector) => this.#hear(message));
    worker.on('error', (error: Error) => {
      failure = error;
    });
    this.#exited = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.#worker = undefined;
        this.#failAll(failure ?? new Error(`the inspector's thread ended with code ${code}`));
        resolve();
      });
    });
    return worker;
  }

  #hear(message: FromInspector): void {
    switch (message.kind) {
      case 'event':
        this.#onEvent(message.event);
        break;
      case 'answer':
        this.#settle(message.call)?.resolve(message.response);
        break;
      case 'refusal':
        this.#settle(message.call)?.reject(new CallError(message.failure));
        break;
      case 'begun':
        this.#streams.get(message.stream)?.begin(message.head);
        break;
      case 'piece':
        this.#streams.get(message.stream)?.receive(message.bytes);
        break;
      case 'over':
        this.#streams.get(message.stream)?.end(message.failure && new CallError(message.failure));
        this.#streams.delete(message.stream);
        break;
    }
  }

  #settle(call: number): Waiting | undefined {
    const waiting = this.#calls.get(call);
    this.#calls.delete(call);
    return waiting;
  }

  #failAll(error: Error): void {
    const [calls, streams] = [[...this.#calls.values()], [...this.#streams.values()]];
    this.#calls.clear();
    this.#streams.clear();
    for (const { reject } of calls) reject(error);
    for (const stream of streams) stream.end(error);
  }
}
