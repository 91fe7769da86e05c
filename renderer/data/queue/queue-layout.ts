import type { CompressOptions } from '../../../shared/contract/intake.js';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import { type GroupName, groupNames, indexOfPlace, type QueueOrder, QueueRows } from './queue-rows.js';

export interface GroupSums {
  readonly count: number;
  readonly sourceBytes: number;
  /** Of the outputs that are done. */
  readonly outputBytes: number;
  /** Source bytes of which there is an output. */
  readonly doneSourceBytes: number;
}

/** The parts of the queue's state that do not change with every chunk. */
export interface QueueLayout {
  readonly rows: QueueRows;
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

/**
 * The jobs of a queue in its order, with their groups and sums, which are kept up to date job by job: what a change costs does not grow
 * with the number of jobs. Finished jobs are listed with the latest first.
 */
export class JobListing {
  readonly #jobs: Map<JobId, JobView>;
  readonly #order: QueueOrder;
  /** Folder and options of the jobs, which never change. */
  readonly #shared: Pick<QueueLayout, 'folder' | 'options'>;
  readonly #places: Record<GroupName, number[]> = { running: [], attention: [], waiting: [], finished: [] };
  /** The groups whose places a layout has: they are copied before they change. */
  readonly #handedOut = new Set<GroupName>();
  readonly #sums: Record<GroupName | 'uncounted', GroupSums> = {
    running: nothing,
    attention: nothing,
    waiting: nothing,
    finished: nothing,
    uncounted: nothing,
  };

  constructor(jobs: readonly JobView[] = []) {
    this.#jobs = new Map(jobs.map((job) => [job.id, job]));
    const ids = jobs.map(({ id }) => id);
    this.#order = { ids, places: new Map(ids.map((id, place) => [id, place])) };
    const [folder, options] = [sharedFolder(jobs), sharedOptions(jobs)];
    this.#shared = { ...(folder !== undefined && { folder }), ...(options && { options }) };
    for (const [place, job] of jobs.entries()) {
      this.#places[groupOf(job)].push(place);
      this.#count(job, 1);
    }
  }

  job(id: JobId): JobView | undefined {
    return this.#jobs.get(id);
  }

  /** In the order of the queue. */
  all(): readonly JobView[] {
    return [...this.#jobs.values()];
  }

  /** Takes over the present state of a job, and returns whether the layout changed. Ignores unknown jobs. */
  update(job: JobView): boolean {
    const before = this.#jobs.get(job.id);
    if (!before) return false;
    this.#jobs.set(job.id, job);
    if (!changesLayout(before, job)) return false;
    this.#count(before, -1);
    this.#count(job, 1);
    this.#move(this.#order.places.get(job.id) ?? 0, groupOf(before), groupOf(job));
    return true;
  }

  /** The list as it is now. Rows of closed groups are left out. */
  layout(closed: ReadonlySet<GroupName>): QueueLayout {
    const sections = groupNames
      .map((group) => ({ group, isOpen: !closed.has(group), places: this.#places[group] }))
      .filter(({ places }) => places.length > 0);
    for (const { group } of sections) this.#handedOut.add(group);
    const next = this.#places.waiting.find((place) => this.#at(place)?.state === 'waiting');
    const { uncounted, ...groups } = this.#sums;
    const rows = new QueueRows(this.#order, sections, next);
    return { rows, groups, jobCount: this.#jobs.size, ...this.#shared, uncounted };
  }

  #at(place: number): JobView | undefined {
    return this.#jobs.get(this.#order.ids[place] ?? '');
  }

  #move(place: number, from: GroupName, to: GroupName): void {
    if (from === to) return;
    const [left, joined] = [this.#own(from), this.#own(to)];
    left.splice(indexOfPlace(left, place), 1);
    joined.splice(indexOfPlace(joined, place), 0, place);
  }

  #own(group: GroupName): number[] {
    if (this.#handedOut.delete(group)) this.#places[group] = this.#places[group].slice();
    return this.#places[group];
  }

  /** Adds a job to its sums, or with -1 takes it out of them. */
  #count(job: JobView, sign: 1 | -1): void {
    const isDone = job.state === 'done';
    const names = isUncounted(job) ? ([groupOf(job), 'uncounted'] as const) : ([groupOf(job)] as const);
    for (const name of names) {
      const { count, sourceBytes, outputBytes, doneSourceBytes } = this.#sums[name];
      this.#sums[name] = {
        count: count + sign,
        sourceBytes: sourceBytes + sign * job.sourceBytes,
        outputBytes: outputBytes + sign * (isDone ? (job.outputBytes ?? 0) : 0),
        doneSourceBytes: doneSourceBytes + sign * (isDone ? job.sourceBytes : 0),
      };
    }
  }
}

export const emptyLayout: QueueLayout = new JobListing().layout(new Set());

function isUncounted({ state }: JobView): boolean {
  return state === 'cancelled' || state === 'skipped';
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
