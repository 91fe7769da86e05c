import type { Worker } from 'node:worker_threads';
import type { Plan } from '../../../../shared/compare/plan.js';
import type { Run } from '../../../../shared/compare/result.js';
import type { ComparePreview, CompareProgress, StorageBandwidth } from '../../../../shared/contract/compare.js';
import type { Result } from '../../../../shared/contract/result.js';
import { internalError } from '../../../../shared/errors/contract-error.js';
import { startWorker, type WorkerFiles } from '../../../threads/worker-thread.js';
import type { CompareInput, CompareOrder, FromCompare, ToCompare } from './messages.js';

/** Who hears how comparisons go. */
export interface CompareListener {
  progress(progress: CompareProgress): void;
  /** A run that is worth keeping; comes before its last progress. */
  finished(run: Run): void;
}

const END_WITHIN_MS = 5000;

/** The thread that measures, started with the first question; one run at a time. */
export class CompareThread {
  readonly #files: WorkerFiles;
  readonly #listener: CompareListener;
  readonly #asked = new Map<number, (result: Result<unknown>) => void>();
  #worker: Worker | undefined;
  #exited: Promise<unknown> = Promise.resolve();
  #running: string | undefined;
  #tickets = 0;

  constructor(files: WorkerFiles, listener: CompareListener) {
    this.#files = files;
    this.#listener = listener;
  }

  /** The run that is going on. */
  get running(): string | undefined {
    return this.#running;
  }

  preview(input: CompareInput, plan: Plan): Promise<Result<ComparePreview>> {
    // The session answers each question with its own type.
    return this.#ask((ticket) => ({ kind: 'preview', ticket, input, plan })) as Promise<Result<ComparePreview>>;
  }

  bandwidth(folder: string): Promise<Result<StorageBandwidth>> {
    return this.#ask((ticket) => ({ kind: 'bandwidth', ticket, folder })) as Promise<Result<StorageBandwidth>>;
  }

  /** Tells progress from here on. While a run is going on, another one fails. */
  start(order: CompareOrder): void {
    this.#running ??= order.run;
    this.#send({ kind: 'start', order });
  }

  control(run: string, what: 'pause' | 'resume' | 'stop' | 'cancel'): void {
    this.#send({ kind: 'control', run, what });
  }

  /** Cancels what runs and ends the thread. */
  async close(): Promise<void> {
    if (!this.#worker) return;
    const worker = this.#worker;
    this.#send({ kind: 'end' });
    const stuck = setTimeout(() => void worker.terminate(), END_WITHIN_MS);
    await this.#exited;
    clearTimeout(stuck);
  }

  #ask(question: (ticket: number) => ToCompare): Promise<Result<unknown>> {
    const ticket = ++this.#tickets;
    return new Promise((resolve) => {
      this.#asked.set(ticket, resolve);
      this.#send(question(ticket));
    });
  }

  #send(message: ToCompare): void {
    this.#worker ??= this.#launch();
    this.#worker.postMessage(message);
  }

  #launch(): Worker {
    const worker = startWorker(this.#files);
    let failure: Error | undefined;
    worker.on('message', (message: FromCompare) => this.#hear(message));
    worker.on('error', (error: Error) => {
      failure = error;
    });
    this.#exited = new Promise((resolve) => {
      worker.on('exit', (code) => {
        this.#worker = undefined;
        this.#giveUp(failure ?? new Error(`the comparison thread ended with code ${code}`));
        resolve(undefined);
      });
    });
    return worker;
  }

  #hear(message: FromCompare): void {
    if (message.kind === 'answer') {
      this.#asked.get(message.ticket)?.(message.result);
      this.#asked.delete(message.ticket);
    } else if (message.kind === 'finished') this.#listener.finished(message.run);
    else this.#pass(message.progress);
  }

  #pass(progress: CompareProgress): void {
    const isOver = ['done', 'stopped', 'cancelled', 'failed'].includes(progress.state);
    if (isOver && progress.run === this.#running) this.#running = undefined;
    this.#listener.progress(progress);
  }

  /** The thread is gone: what waits for it hears so. */
  #giveUp(cause: Error): void {
    const error = internalError(cause, 'The comparison broke off');
    for (const settle of this.#asked.values()) settle({ ok: false, error });
    this.#asked.clear();
    if (this.#running !== undefined) {
      this.#pass({ run: this.#running, state: 'failed', done: 0, results: [], error });
    }
  }
}
