import { command } from './control-word.js';
import type { JobRecord } from './job-record.js';

export type JobControl = 'pause' | 'resume' | 'cancel' | 'retry' | 'skip' | 'remove' | 'keep-source-only' | 'keep-both';

/** What concerns the job alone. Where it cannot be done, the job is left as it is. */
export function controlJob(
  job: JobRecord,
  what: Exclude<JobControl, 'remove' | 'keep-source-only'>,
  nowMs: number,
): void {
  switch (what) {
    case 'pause':
      job.isHeld = !job.isEnded;
      applyHold(job, nowMs);
      break;
    case 'resume':
      job.isHeld = false;
      job.isHeldWithAll = false;
      applyHold(job, nowMs);
      break;
    case 'cancel':
      cancelJob(job, nowMs);
      break;
    case 'retry':
      if (job.isEnded) startOver(job, nowMs);
      break;
    case 'skip':
      if (!job.isActive && job.move('skip', nowMs)) job.note = 'Skipped';
      break;
    case 'keep-both':
      job.grew = false;
  }
}

/** Makes state and worker follow what is wanted of the job. */
export function applyHold(job: JobRecord, nowMs: number): void {
  const isHeld = job.isHeld || job.isHeldWithAll;
  if (!job.move(isHeld ? 'pause' : 'resume', nowMs)) return;
  if (job.control) command(job.control, isHeld ? 'pause' : 'go');
}

/** Holds what runs; the queue itself keeps what waits. */
export function pauseAll(jobs: readonly JobRecord[], nowMs: number): void {
  for (const job of jobs) {
    job.isHeldWithAll = job.isActive;
    applyHold(job, nowMs);
  }
}

/** Lets go on what was held with everything; those that were paused one by one only with `alsoSingles`. */
export function resumeAll(jobs: readonly JobRecord[], alsoSingles: boolean, nowMs: number): void {
  for (const job of jobs) {
    job.isHeldWithAll = false;
    if (alsoSingles) job.isHeld = false;
    applyHold(job, nowMs);
  }
}

/** A worker is told and answers when its output is gone; a job without one is cancelled at once. */
export function cancelJob(job: JobRecord, nowMs: number): void {
  if (!job.control) {
    job.move('cancel', nowMs);
    return;
  }
  job.isCancelling = true;
  command(job.control, 'cancel');
}

/** Back to the beginning, where that can be: not for what is done. */
export function startOver(job: JobRecord, nowMs: number): void {
  if (job.move('requeue', nowMs)) job.startOver();
}
