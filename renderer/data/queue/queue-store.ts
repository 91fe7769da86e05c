import type { Events } from '../../../shared/contract/events.js';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../client.js';
import { Listeners } from '../store/listeners.js';
import { Store } from '../store/store.js';
import {
  changesLayout,
  emptyLayout,
  type GroupName,
  type GroupSums,
  layoutQueue,
  type QueueLayout,
} from './queue-layout.js';
import { noSums } from './queue-sums.js';

/** What the list of jobs is. Replaced as a whole when rows come, go or move, not when a job advances. */
export interface QueueState {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly error?: ContractError;
  readonly layout: QueueLayout;
  /** What was last seen finished before the list became empty. */
  readonly lastFinished?: GroupSums;
}

/** Reorderings that come in bursts are answered by one list. */
const reloadAfterMs = 100;

/**
 * The jobs of the queue by their ids, kept up to date by the host's events. Rows listen to their own job, so that a change of one
 * among ten thousand draws one row anew. Lives as long as the window.
 */
export class QueueStore extends Store<QueueState> {
  /** At most 20 changes a second. */
  readonly sums = new Store(noSums);
  readonly #client: Client;
  readonly #jobListeners = new Map<JobId, Listeners>();
  #jobs = new Map<JobId, JobView>();
  #closed: ReadonlySet<GroupName> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isStale = false;
  #wasAsked = false;
  /** What changed while the list is being asked for: it may be newer than the answer. */
  readonly #changedMeanwhile = new Map<JobId, JobView>();

  constructor(client: Client) {
    super({ kind: 'loading', layout: emptyLayout });
    this.#client = client;
    client.on('jobs.changed', (change) => this.#change(change));
    client.on('jobs.reordered', () => this.#reloadSoon());
  }

  readonly job = (id: JobId | undefined): JobView | undefined => (id === undefined ? undefined : this.#jobs.get(id));

  /** Those of the ids that there are. */
  pick(ids: Iterable<JobId>): readonly JobView[] {
    return [...ids].flatMap((id) => this.#jobs.get(id) ?? []);
  }

  /** Every job, in the order of the queue. */
  all(): readonly JobView[] {
    return [...this.#jobs.values()];
  }

  subscribeJob(id: JobId, listener: () => void): () => void {
    const listeners = this.#jobListeners.get(id) ?? new Listeners();
    this.#jobListeners.set(id, listeners);
    const remove = listeners.add(listener);
    return () => {
      remove();
      if (listeners.size === 0) this.#jobListeners.delete(id);
    };
  }

  /** Asks for the list unless that was done. */
  open(): void {
    if (!this.#wasAsked) void this.load();
  }

  /** Asks for the whole list; what is shown stays until it is there. */
  async load(): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    this.#wasAsked = true;
    this.#isStale = false;
    this.#changedMeanwhile.clear();
    if (this.state().kind === 'failed' && this.state().layout.jobCount === 0)
      this.set({ kind: 'loading', layout: emptyLayout });
    try {
      const { jobs, ...sums } = await this.#client.call('jobs.list');
      this.sums.set(sums);
      this.#replace(jobs);
    } catch (thrown) {
      this.set({ ...this.state(), kind: 'failed', error: toContractError(thrown) });
    } finally {
      this.#isAsking = false;
      if (this.#isStale) this.#reloadSoon();
    }
  }

  toggleGroup(group: GroupName): void {
    const closed = new Set(this.#closed);
    if (!closed.delete(group)) closed.add(group);
    this.#closed = closed;
    this.#lay();
  }

  #reloadSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, reloadAfterMs);
  }

  #replace(jobs: readonly JobView[]): void {
    const before = this.#jobs;
    this.#jobs = new Map(jobs.map((job) => [job.id, this.#changedMeanwhile.get(job.id) ?? job]));
    this.#lay('ready');
    for (const id of new Set([...before.keys(), ...this.#jobs.keys()])) this.#jobListeners.get(id)?.notify();
  }

  #change({ jobs, queue }: Events['jobs.changed']): void {
    this.sums.set(queue);
    let isMoved = false;
    for (const job of jobs) {
      if (this.#isAsking) this.#changedMeanwhile.set(job.id, job);
      const before = this.#jobs.get(job.id);
      // What came meanwhile is in the list that is being asked for.
      if (!before) continue;
      this.#jobs.set(job.id, job);
      isMoved ||= changesLayout(before, job);
    }
    if (isMoved) this.#lay();
    for (const { id } of jobs) this.#jobListeners.get(id)?.notify();
  }

  #lay(kind = this.state().kind): void {
    const layout = layoutQueue(this.all(), this.#closed);
    const { finished } = this.state().layout.groups;
    const { lastFinished, error } = this.state();
    const last = layout.jobCount === 0 && finished.count > 0 ? finished : lastFinished;
    this.set({ kind, layout, ...(kind === 'failed' && error && { error }), ...(last && { lastFinished: last }) });
  }
}
