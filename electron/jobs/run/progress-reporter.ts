import type { WorkProgress } from './job-service.js';

/** 20 a second looks continuous, and costs little however many chunks there are. */
export const REPORT_EVERY_MS = 50;

/** Sends a worker's latest progress at most 20 times a second; no number decreases within a step. */
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

  /** Sends pending progress: before the thread sleeps, and at the end of a step. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#pending) return;
    this.#send(this.#pending);
    this.#pending = undefined;
    this.#sentMs = performance.now();
  }

  /** Starts the counts of the next step at zero. */
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
