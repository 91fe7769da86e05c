import type { RequestOf } from '../../../shared/contract/calls.js';
import type { JobId, JobState, JobView } from '../../../shared/contract/jobs.js';
import { hasBegun } from '../../data/queue/queue-layout.js';

export type JobControl = RequestOf<'jobs.control'>['what'];

const pausable: ReadonlySet<JobState> = new Set(['waiting', 'preparing', 'running', 'finalising', 'verifying']);
const repeatable: ReadonlySet<JobState> = new Set(['failed', 'cancelled', 'skipped']);
const unfinished: ReadonlySet<JobState> = new Set([...pausable, 'paused', 'publishing']);

const possible = {
  pause: ({ state }) => pausable.has(state),
  resume: ({ state }) => state === 'paused',
  cancel: ({ state }) => unfinished.has(state),
  retry: ({ state }) => repeatable.has(state),
  skip: ({ state }) => state === 'failed' || state === 'waiting',
  remove: (job) => !hasBegun(job),
  'keep-source-only': ({ grew, state }) => grew && state === 'done',
  'restore-output': ({ canRestoreOutput }) => canRestoreOutput === true,
  'keep-both': ({ grew }) => grew,
} as const satisfies Record<JobControl, (job: JobView) => boolean>;

/** Ids of the jobs for which this control is possible. */
export function idsThatCan(jobs: readonly JobView[], what: JobControl): readonly JobId[] {
  return jobs.filter((job) => possible[what](job)).map(({ id }) => id);
}

/** What Space does: it pauses when at least one of the jobs can be paused. */
export function pauseOrResume(jobs: readonly JobView[]): 'pause' | 'resume' {
  return jobs.some((job) => possible.pause(job)) ? 'pause' : 'resume';
}

/** What Delete does: running jobs are cancelled, after a question; the others are removed from the list. */
export function removalOf(jobs: readonly JobView[]): {
  readonly cancel: readonly JobId[];
  readonly remove: readonly JobId[];
} {
  return { cancel: idsThatCan(jobs.filter(hasBegun), 'cancel'), remove: idsThatCan(jobs, 'remove') };
}
