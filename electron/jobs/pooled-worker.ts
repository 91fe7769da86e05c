import type { Worker } from 'node:worker_threads';
import { startWorker, type WorkerFiles } from '../threads/worker-thread.js';
import type { FromWorker, ToWorker, WorkOrder } from './run/messages.js';

/** What becomes of one order: messages while it runs, then exactly one end. */
export interface OrderWatcher {
  readonly told: (message: Exclude<FromWorker, { kind: 'ended' }>) => void;
  readonly ended: (outcome: Extract<FromWorker, { kind: 'ended' }>['outcome']) => void;
  /** The thread died under the order: a fault of the program. */
  readonly crashed: (error: Error) => void;
}

/** Buffers are not counted by this; the heap holds little more than the positions of the chunks. */
const HEAP_MB = 1024;

/** How long a thread may take to end when nothing is wrong; only then is it torn down. */
const END_WITHIN_MS = 10_000;

/** One long-lived worker thread, with one order at a time. */
export class PooledWorker {
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #watcher: OrderWatcher | undefined;
  #failure: Error | undefined;

  /** `gone` is called once, when the thread has ended for whatever reason. */
  constructor(files: WorkerFiles, gone: () => void) {
    this.#worker = startWorker(files, { maxOldGenerationSizeMb: HEAP_MB });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error: Error) => {
      this.#failure = error;
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on('exit', (code) => {
        const watcher = this.#release();
        gone();
        watcher?.crashed(this.#failure ?? new Error(`the worker thread ended with code ${code}`));
        resolve();
      });
    });
  }

  get isIdle(): boolean {
    return this.#watcher === undefined;
  }

  run(order: WorkOrder, watcher: OrderWatcher): void {
    this.#watcher = watcher;
    this.#send({ kind: 'run', order });
  }

  /** Asks the thread to end when it is idle, and waits until it has. */
  async end(): Promise<void> {
    this.#send({ kind: 'end' });
    const stuck = setTimeout(() => void this.#worker.terminate(), END_WITHIN_MS);
    await this.#exited;
    clearTimeout(stuck);
  }

  #send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromWorker): void {
    if (message.kind === 'ended') this.#release()?.ended(message.outcome);
    else this.#watcher?.told(message);
  }

  #release(): OrderWatcher | undefined {
    const watcher = this.#watcher;
    this.#watcher = undefined;
    return watcher;
  }
}
