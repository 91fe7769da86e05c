import type { WorkProgress } from './service.js';

/** 20 a second: more than an eye takes in, and little enough for any number of chunks. */
export const REPORT_EVERY_MS = 50;

/** Thins a worker's progress: the latest wins, at most 20 a second, and nothing decreases within a step. */
export class ProgressReporter {
  readonly #send: (progress: WorkProgress) => void;
  #latest: WorkProgress | undefined;
  #pending: WorkProgress | undefined;
  #sentMs = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (progress: WorkProgress) => void) {
    this.#send = send;
  }

  update(progress: WorkProgress): void {
    this.#latest = monotonic(this.#latest, progress);
    this.#pending = this.#latest;
    const dueInMs = this.#sentMs + REPORT_EVERY_MS - performance.now();
    if (dueInMs <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), dueInMs);
  }

  /** Sends what is held back: before the thread sleeps, and at the end of a step. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#pending) return;
    this.#send(this.#pending);
    this.#pending = undefined;
    this.#sentMs = performance.now();
  }

  /** The next step counts from zero again. */
  nextStep(): void {
    this.flush();
    this.#latest = undefined;
  }
}

function monotonic(before: WorkProgress | undefined, next: WorkProgress): WorkProgress {
  if (!before) return next;
  return {
    ...next,
    doneBytes: Math.max(before.doneBytes, next.doneBytes),
    plainBytes: Math.max(before.plainBytes, next.plainBytes),
    chunksDone: Math.max(before.chunksDone, next.chunksDone),
  };
}
