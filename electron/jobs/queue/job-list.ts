import type { JobId } from '../../../shared/contract/jobs.js';
import { QueueTally } from '../report/queue-tally.js';
import type { BatchResult } from './change-feed.js';
import type { JobRecord } from './job-record.js';

/** The jobs in the order in which they start. */
export class JobList {
  /** As of when it was last told of changed jobs. */
  readonly tally = new QueueTally();
  #jobs: JobRecord[] = [];
  /** All jobs before this one have ended. */
  #firstOpen = 0;
  readonly #byId = new Map<JobId, JobRecord>();

  get all(): readonly JobRecord[] {
    return this.#jobs;
  }

  find(id: JobId): JobRecord | undefined {
    return this.#byId.get(id);
  }

  /** The jobs with these ids; unknown ids are skipped. */
  pick(ids: readonly JobId[]): readonly JobRecord[] {
    return ids.flatMap((id) => this.#byId.get(id) ?? []);
  }

  append(jobs: readonly JobRecord[], nowMs: number): void {
    for (const job of jobs) {
      this.#jobs.push(job);
      this.#byId.set(job.id, job);
    }
    this.tally.note(jobs, nowMs);
  }

  remove(unwanted: (job: JobRecord) => boolean): void {
    const removed = this.#jobs.filter(unwanted);
    for (const { id } of removed) this.#byId.delete(id);
    this.#jobs = this.#jobs.filter(({ id }) => this.#byId.has(id));
    this.tally.forget(removed);
    this.reopened();
  }

  /** The jobs that may start, in their order. */
  *ready(): Generator<JobRecord, void, undefined> {
    while (this.#jobs[this.#firstOpen]?.isEnded) this.#firstOpen++;
    for (let index = this.#firstOpen; index < this.#jobs.length; index++) {
      const job = this.#jobs[index];
      if (job?.isReady) yield job;
    }
  }

  /** To be called when a job that has ended may be waiting again. */
  reopened(): void {
    this.#firstOpen = 0;
  }

  /** Moves a waiting job by so many places among the waiting ones. False when it stays in its place. */
  moveWaiting(id: JobId, by: number): boolean {
    const places = this.#jobs.flatMap((job, index) => (job.isActive || job.isEnded ? [] : [index]));
    const from = places.findIndex((index) => this.#jobs[index]?.id === id);
    const to = Math.max(0, Math.min(places.length - 1, from + by));
    const [fromIndex, toIndex] = [places[from], places[to]];
    if (fromIndex === undefined || toIndex === undefined || from === to) return false;
    this.#jobs.splice(toIndex, 0, ...this.#jobs.splice(fromIndex, 1));
    this.reopened();
    return true;
  }

  /** The result of a batch; undefined until all its jobs have ended. */
  batchResult(batchId: string, nowMs: number): BatchResult | undefined {
    // From the end, where those that wait are: this is asked whenever a job ends.
    if (this.#jobs.findLast((job) => !job.isEnded && job.batchId === batchId)) return undefined;
    const jobs = this.#jobs.filter((job) => job.batchId === batchId);
    const done = jobs.filter((job) => job.state === 'done');
    const starts = jobs.flatMap((job) => job.times.startedMs ?? []);
    return {
      batchId,
      done: done.length,
      failed: jobs.filter((job) => job.state === 'failed').length,
      cancelled: jobs.filter((job) => job.state === 'cancelled').length,
      sourceBytes: done.reduce((sum, job) => sum + job.sourceBytes, 0),
      outputBytes: done.reduce((sum, job) => sum + (job.result?.outputBytes ?? 0), 0),
      elapsedMs: starts.length === 0 ? 0 : nowMs - starts.reduce((first, start) => Math.min(first, start)),
    };
  }
}
