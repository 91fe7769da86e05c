import type { JobId, JobView, QueueView } from '../../../shared/contract/jobs.js';
import type { ChunkVerdicts } from '../run/job-service.js';
import { isEnded } from './job-state.js';

/** The events of the queue. */
export type QueueChange =
  | { readonly kind: 'changed'; readonly jobs: readonly JobView[]; readonly queue: Omit<QueueView, 'jobs'> }
  /** Jobs were added, removed or moved. */
  | { readonly kind: 'reordered' }
  /** A verification has checked more chunks of this file; sent immediately. */
  | { readonly kind: 'verdicts'; readonly path: string; readonly verdicts: ChunkVerdicts }
  | { readonly kind: 'batch-finished'; readonly summary: BatchResult };

/** How a batch ended. Sizes are those of the jobs that are done. */
export interface BatchResult {
  readonly batchId: string;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly sourceBytes: number;
  readonly outputBytes: number;
  readonly elapsedMs: number;
}

/** 10 a second, and a little more for timers that fire early. */
const EMIT_EVERY_MS = 102;

/** Collecting goes over the whole queue; it may take about this share of the time, however long the queue is. */
const COLLECTING_SHARE = 1 / 20;
/** But this often in any case: a collection may have been slow for another reason. */
const MAX_PAUSE_MS = 250;
/** Where more jobs end at once, nobody can follow one by one, and a window that draws each step of the list does little else. */
const MAX_ENDS_SHOWN = 4;

/** Collects changes and sends them at most 10 times a second, and less often where the queue is long or many jobs end at once. */
export class ChangeFeed {
  readonly #listeners = new Set<(change: QueueChange) => void>();
  readonly #collect: (ids: ReadonlySet<JobId>) => Extract<QueueChange, { kind: 'changed' }>;
  #dirty = new Set<JobId>();
  #isReordered = false;
  #timer: NodeJS.Timeout | undefined;
  #emittedMs = Number.NEGATIVE_INFINITY;
  #pauseMs = EMIT_EVERY_MS;

  /** `collect` returns the views of the changed jobs; it is called when they are due. */
  constructor(collect: (ids: ReadonlySet<JobId>) => Extract<QueueChange, { kind: 'changed' }>) {
    this.#collect = collect;
  }

  subscribe(listener: (change: QueueChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Without ids, only the state of the queue changed. */
  changed(ids: readonly JobId[] = []): void {
    for (const id of ids) this.#dirty.add(id);
    const dueInMs = Math.max(0, this.#emittedMs + this.#pauseMs - performance.now());
    this.#timer ??= setTimeout(() => this.flush(), dueInMs);
  }

  reordered(): void {
    this.#isReordered = true;
    this.changed();
  }

  verdicts(path: string, verdicts: ChunkVerdicts): void {
    this.#emit({ kind: 'verdicts', path, verdicts });
  }

  /** Sent immediately, after the changes that led to it. */
  batchFinished(summary: BatchResult): void {
    this.flush();
    this.#emit({ kind: 'batch-finished', summary });
  }

  flush(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#emittedMs = performance.now();
    const dirty = this.#dirty;
    this.#dirty = new Set();
    if (this.#isReordered) this.#emit({ kind: 'reordered' });
    this.#isReordered = false;
    const change = this.#collect(dirty);
    const shareMs = (performance.now() - this.#emittedMs) / COLLECTING_SHARE;
    const hasManyEnds = change.jobs.filter(({ state }) => isEnded(state)).length > MAX_ENDS_SHOWN;
    this.#pauseMs = hasManyEnds ? MAX_PAUSE_MS : Math.max(EMIT_EVERY_MS, Math.min(shareMs, MAX_PAUSE_MS));
    this.#emit(change);
  }

  #emit(change: QueueChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
