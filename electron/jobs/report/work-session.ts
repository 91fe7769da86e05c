import type { JobRecord } from '../queue/job-record.js';
import { Stopwatch } from './job-times.js';

/** The work since the queue was last at rest: what the progress of the queue is about. Jobs that ended before do not count. */
export class WorkSession {
  #ids = new Set<string>();
  #watch = new Stopwatch();

  /** Notes the present states; returns the jobs of the session, which are none while the queue is at rest. */
  jobsOf(jobs: readonly JobRecord[], nowMs: number): readonly JobRecord[] {
    const open = jobs.filter((job) => !job.isEnded && !job.isInterrupted);
    if (open.length === 0) {
      this.#ids = new Set();
      this.#watch = new Stopwatch();
      return [];
    }
    for (const { id } of open) this.#ids.add(id);
    if (open.some(isWorking)) this.#watch.start(nowMs);
    else this.#watch.stop(nowMs);
    return jobs.filter(({ id }) => this.#ids.has(id));
  }

  /** How long at least one job was being worked on. */
  elapsedMs(nowMs: number): number {
    return Math.round(this.#watch.elapsedMs(nowMs));
  }
}

/** A worker has it and it is not paused. */
export function isWorking(job: JobRecord): boolean {
  return job.isActive && job.state !== 'paused';
}
