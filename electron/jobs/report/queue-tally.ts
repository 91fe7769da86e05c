import type { JobState, QueueTotals } from '../../../shared/contract/jobs.js';
import type { JobRecord } from '../queue/job-record.js';
import { isEnded } from '../queue/job-state.js';
import { Stopwatch } from './job-times.js';
import { isAdvancing } from './job-view.js';
import { remaining } from './progress-estimate.js';

/** How the totals count a job. */
type Place = 'running' | 'waiting' | 'paused' | 'attention' | 'finished';

/** What a job adds to the counts and to the sums of the session. */
type Share = Readonly<Record<Place | (typeof SUMS)[number] | 'open' | 'interrupted', number>>;

const SUMS = ['sourceBytes', 'doneBytes', 'workBytes', 'doneWorkBytes'] as const;
const NO_SUMS = { sourceBytes: 0, doneBytes: 0, workBytes: 0, doneWorkBytes: 0 };
const NOTHING: Share = {
  running: 0,
  waiting: 0,
  paused: 0,
  attention: 0,
  finished: 0,
  open: 0,
  interrupted: 0,
  ...NO_SUMS,
};

/**
 * The totals of the queue, kept up to date job by job: what a change costs does not grow with the number of jobs. Progress is about the
 * jobs of the session, those since the queue was last at rest.
 */
export class QueueTally {
  readonly #shares = new Map<JobRecord, Share>();
  readonly #session = new Set<JobRecord>();
  /** Started and not ended. */
  readonly #begun = new Set<JobRecord>();
  #totals: Share = NOTHING;
  #watch = new Stopwatch();

  /** Jobs of an earlier run of the program about which the user has not decided. */
  get interrupted(): number {
    return this.#totals.interrupted;
  }

  /** Takes over the present states of these jobs. */
  note(jobs: Iterable<JobRecord>, nowMs: number): void {
    for (const job of jobs) {
      if (isOpen(job)) this.#session.add(job);
      this.#replace(job, shareOf(job, this.#session.has(job)));
      if (!job.isEnded && job.times.startedMs !== undefined) this.#begun.add(job);
      else this.#begun.delete(job);
    }
    this.#endSessionAtRest();
    if (this.#totals.running > 0) this.#watch.start(nowMs);
    else this.#watch.stop(nowMs);
  }

  /** Forgets jobs that were removed. */
  forget(jobs: Iterable<JobRecord>): void {
    for (const job of jobs) {
      this.#replace(job, undefined);
      this.#session.delete(job);
      this.#begun.delete(job);
    }
    this.#endSessionAtRest();
  }

  totals(nowMs: number): QueueTotals {
    const { sourceBytes, doneBytes, workBytes, doneWorkBytes, running, waiting, paused, attention, finished } =
      this.#totals;
    const begun = [...this.#begun];
    const advancing = begun.filter(isAdvancing);
    const sourceSpeed = sum(advancing, (job) => job.estimate?.bytesPerSecond ?? 0);
    const plainSpeed = sum(advancing, (job) => (job.estimate?.bytesPerSecond ?? 0) * job.plainPerSourceByte);
    const isReliable = advancing.some((job) => job.estimate?.remainingMs !== undefined);
    const remainingMs = isReliable ? remaining(workBytes - doneWorkBytes, sourceSpeed) : undefined;
    const startedMs = begun.reduce((first, { times }) => Math.min(first, times.startedMs ?? first), Infinity);
    return {
      sourceBytes,
      doneBytes,
      fraction: workBytes > 0 ? doneWorkBytes / workBytes : 0,
      elapsedMs: Math.round(this.#watch.elapsedMs(nowMs)),
      ...(plainSpeed > 0 && { bytesPerSecond: plainSpeed }),
      ...(remainingMs !== undefined && { remainingMs }),
      ...(begun.length > 0 && { startedMs }),
      running,
      waiting,
      paused,
      attention,
      finished,
    };
  }

  #replace(job: JobRecord, share: Share | undefined): void {
    const before = this.#shares.get(job) ?? NOTHING;
    const now = share ?? NOTHING;
    const names = Object.keys(NOTHING) as (keyof Share)[]; // its own keys
    this.#totals = Object.fromEntries(
      names.map((name) => [name, this.#totals[name] - before[name] + now[name]]),
    ) as Share; // the same names
    if (share) this.#shares.set(job, share);
    else this.#shares.delete(job);
  }

  #endSessionAtRest(): void {
    if (this.#totals.open > 0 || this.#session.size === 0) return;
    for (const job of this.#session) this.#shares.set(job, { ...(this.#shares.get(job) ?? NOTHING), ...NO_SUMS });
    this.#session.clear();
    this.#totals = { ...this.#totals, ...NO_SUMS };
    this.#watch = new Stopwatch();
  }
}

function isOpen(job: JobRecord): boolean {
  return !job.isEnded && !job.isInterrupted;
}

function shareOf(job: JobRecord, isOfSession: boolean): Share {
  const isCounted = isOfSession && job.state !== 'skipped' && job.state !== 'cancelled';
  return {
    ...NOTHING,
    [placeOf(job)]: 1,
    open: Number(isOpen(job)),
    interrupted: Number(job.isInterrupted),
    ...(isCounted && {
      sourceBytes: job.sourceBytes,
      doneBytes: consumedBytes(job),
      workBytes: workBytes(job),
      doneWorkBytes: doneWorkBytes(job),
    }),
  };
}

/** An interrupted job waits for the user's answer, paused or not. */
function placeOf(job: JobRecord): Place {
  if (job.state === 'failed' || job.grew) return 'attention';
  if (job.isEnded) return 'finished';
  if (job.state === 'paused' && !job.isInterrupted) return 'paused';
  return job.isActive ? 'running' : 'waiting';
}

/** Bytes of the source that have been read for the output. */
function consumedBytes(job: JobRecord): number {
  const state = stepStateOf(job);
  const isPastReading = state === 'finalising' || state === 'verifying' || state === 'publishing';
  if (isEnded(state) || isPastReading) return job.sourceBytes;
  return Math.min(job.progress.doneBytes, job.sourceBytes);
}

/** Bytes that a job reads in all: its source, and as much again if the output is checked in a step of its own. */
function workBytes({ spec, sourceBytes }: JobRecord): number {
  const { action, check } = spec;
  // The digests of a container were checked while it was decompressed.
  const isChecked = action !== 'verify' && (action === 'decompress' ? check === 'compare' : check !== 'none');
  return isChecked ? 2 * sourceBytes : sourceBytes;
}

function doneWorkBytes(job: JobRecord): number {
  const state = stepStateOf(job);
  if (isEnded(state) || state === 'publishing') return workBytes(job);
  const checkedBytes = state === 'verifying' ? Math.min(job.progress.doneBytes, job.sourceBytes) : 0;
  return Math.min(workBytes(job), consumedBytes(job) + checkedBytes);
}

function stepStateOf({ standing }: JobRecord): Exclude<JobState, 'paused'> {
  return standing.state === 'paused' ? standing.heldIn : standing.state;
}

function sum(jobs: readonly JobRecord[], of: (job: JobRecord) => number): number {
  return jobs.reduce((total, job) => total + of(job), 0);
}
