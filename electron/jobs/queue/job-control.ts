import { command } from './control-word.js';
import type { JobRecord } from './job-record.js';

export type JobControl = OwnControl | 'remove' | 'keep-source-only' | 'restore-output';

/** Those that concern only the job and its worker. */
type OwnControl = 'pause' | 'resume' | 'cancel' | 'retry' | 'skip' | 'keep-both';

/** Applies a command that concerns only this job. Does nothing if the job's state does not allow it. */
export function controlJob(job: JobRecord, what: OwnControl, nowMs: number): void {
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

/** Pauses or resumes the job and its worker as `isHeld` and `isHeldWithAll` say. */
export function applyHold(job: JobRecord, nowMs: number): void {
  const isHeld = job.isHeld || job.isHeldWithAll;
  if (!job.move(isHeld ? 'pause' : 'resume', nowMs)) return;
  if (job.control) command(job.control, isHeld ? 'pause' : 'go');
}

/** Pauses running jobs; the queue itself does not start waiting ones. */
export function pauseAll(jobs: readonly JobRecord[], nowMs: number): void {
  for (const job of jobs) {
    job.isHeldWithAll = job.isActive;
    applyHold(job, nowMs);
  }
}

/** Resumes all jobs, also those that were paused one by one. */
export function resumeAll(jobs: readonly JobRecord[], nowMs: number): void {
  for (const job of jobs) {
    job.isHeldWithAll = false;
    job.isHeld = false;
    applyHold(job, nowMs);
  }
}

/** Signals the worker, which reports back when it has removed its output; a job without a worker is cancelled immediately. */
export function cancelJob(job: JobRecord, nowMs: number): void {
  if (!job.control) {
    job.move('cancel', nowMs);
    return;
  }
  job.isCancelling = true;
  command(job.control, 'cancel');
}

/** Resets the job to waiting, unless it is done. */
export function startOver(job: JobRecord, nowMs: number): void {
  if (job.move('requeue', nowMs)) job.startOver();
}
