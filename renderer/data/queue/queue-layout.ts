import type { CompressOptions } from '../../../shared/contract/intake.js';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';

/** The groups of the list, from top to bottom. */
export const groupNames = ['running', 'attention', 'waiting', 'finished'] as const;

export type GroupName = (typeof groupNames)[number];

export interface GroupSums {
  readonly count: number;
  readonly sourceBytes: number;
  /** Of the outputs that are done. */
  readonly outputBytes: number;
  /** Source bytes of which there is an output. */
  readonly doneSourceBytes: number;
}

/** One line of the list. Ids are unique among all lines. */
export type QueueRow =
  | { readonly kind: 'group'; readonly id: string; readonly group: GroupName; readonly isOpen: boolean }
  | { readonly kind: 'job'; readonly id: JobId; readonly group: GroupName; readonly isNext: boolean };

/** The parts of the queue's state that do not change with every chunk. */
export interface QueueLayout {
  readonly rows: readonly QueueRow[];
  readonly groups: Readonly<Record<GroupName, GroupSums>>;
  readonly jobCount: number;
  /** The folder of all sources; undefined where there are several. */
  readonly folder?: string;
  /** The options of all jobs that compress; undefined where they differ. */
  readonly options?: CompressOptions;
  /** Cancelled and skipped: not part of the progress. */
  readonly uncounted: GroupSums;
}

const nothing: GroupSums = { count: 0, sourceBytes: 0, outputBytes: 0, doneSourceBytes: 0 };

export const emptyLayout: QueueLayout = {
  rows: [],
  groups: { running: nothing, attention: nothing, waiting: nothing, finished: nothing },
  jobCount: 0,
  uncounted: nothing,
};

/** The group a job is listed in. A paused job that has begun stays in the running group. */
export function groupOf(job: JobView): GroupName {
  if (job.state === 'failed' || job.grew) return 'attention';
  if (isEnded(job)) return 'finished';
  return hasBegun(job) ? 'running' : 'waiting';
}

/** Whether it has ended, with success or without. */
export function isEnded({ state }: JobView): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled' || state === 'skipped';
}

/** Whether it is running, or paused after it had begun. */
export function hasBegun(job: JobView): boolean {
  if (job.state === 'paused') return job.elapsedMs > 0 || job.chunksDone > 0;
  return job.state !== 'waiting' && !isEnded(job);
}

/** Whether a change of a job changes more than its own row. */
export function changesLayout(before: JobView, now: JobView): boolean {
  return (
    before.state !== now.state ||
    before.sourceBytes !== now.sourceBytes ||
    groupOf(before) !== groupOf(now) ||
    (isEnded(now) && before.outputBytes !== now.outputBytes)
  );
}

/** The list of a queue, in its order; finished jobs with the latest first. Rows of closed groups are left out. */
export function layoutQueue(jobs: readonly JobView[], closed: ReadonlySet<GroupName>): QueueLayout {
  const members = { running: [], attention: [], waiting: [], finished: [] } as Record<GroupName, JobView[]>;
  for (const job of jobs) members[groupOf(job)].push(job);
  members.finished.reverse();
  const shared = { folder: sharedFolder(jobs), options: sharedOptions(jobs) };
  return {
    rows: groupNames.flatMap((group) => rowsOf(group, members[group], !closed.has(group))),
    groups: {
      running: sumJobs(members.running),
      attention: sumJobs(members.attention),
      waiting: sumJobs(members.waiting),
      finished: sumJobs(members.finished),
    },
    jobCount: jobs.length,
    ...(shared.folder !== undefined && { folder: shared.folder }),
    ...(shared.options && { options: shared.options }),
    uncounted: sumJobs(jobs.filter(({ state }) => state === 'cancelled' || state === 'skipped')),
  };
}

function rowsOf(group: GroupName, jobs: readonly JobView[], isOpen: boolean): readonly QueueRow[] {
  if (jobs.length === 0) return [];
  const head: QueueRow = { kind: 'group', id: `group-${group}`, group, isOpen };
  if (!isOpen) return [head];
  const next = group === 'waiting' ? jobs.find(({ state }) => state === 'waiting') : undefined;
  return [head, ...jobs.map((job): QueueRow => ({ kind: 'job', id: job.id, group, isNext: job === next }))];
}

function sumJobs(jobs: readonly JobView[]): GroupSums {
  let [sourceBytes, outputBytes, doneSourceBytes] = [0, 0, 0];
  for (const job of jobs) {
    sourceBytes += job.sourceBytes;
    if (job.state !== 'done') continue;
    outputBytes += job.outputBytes ?? 0;
    doneSourceBytes += job.sourceBytes;
  }
  return { count: jobs.length, sourceBytes, outputBytes, doneSourceBytes };
}

function sharedFolder(jobs: readonly JobView[]): string | undefined {
  const folder = jobs[0]?.source.folder;
  return jobs.every((job) => job.source.folder === folder) ? folder : undefined;
}

function sharedOptions(jobs: readonly JobView[]): CompressOptions | undefined {
  const all = jobs.filter(({ action }) => action === 'compress').map(({ options }) => options);
  const first = all[0];
  if (!first) return undefined;
  // The options are flat, and their keys are those of their type.
  const names = Object.keys(first) as (keyof CompressOptions)[];
  return all.every((other) => other && names.every((name) => other[name] === first[name])) ? first : undefined;
}
