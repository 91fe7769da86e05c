import type { Events } from '../../../shared/contract/events.js';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../client.js';
import { Listeners, Store } from '../store/store.js';
import { emptyLayout, type GroupSums, JobListing, type QueueLayout } from './queue-layout.js';
import type { GroupName } from './queue-rows.js';
import { noSums } from './queue-sums.js';

/** The list of jobs. Replaced as a whole when rows are added, removed or moved, not when a job advances. */
export interface QueueState {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly error?: ContractError;
  readonly layout: QueueLayout;
  /** The finished jobs of the last list that was not empty. */
  readonly lastFinished?: GroupSums;
}

/** One reload serves all reorderings within this time. */
const reloadAfterMs = 100;

/**
 * The jobs of the queue by their ids, kept up to date by the host's events. Rows listen to their own job, so that a change of one
 * job among ten thousand renders one row. Lives as long as the window.
 */
export class QueueStore extends Store<QueueState> {
  /** At most 10 changes a second. */
  readonly sums = new Store(noSums);
  readonly #client: Client;
  readonly #jobListeners = new Map<JobId, Listeners>();
  #jobs = new JobListing();
  #closed: ReadonlySet<GroupName> = new Set();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLoading = false;
  #isStale = false;
  #wasLoaded = false;
  /** Jobs that changed while the list is loading: they may be newer than those in the list. */
  readonly #changedDuringLoad = new Map<JobId, JobView>();

  constructor(client: Client) {
    super({ kind: 'loading', layout: emptyLayout });
    this.#client = client;
    client.on('jobs.changed', (change) => this.#change(change));
    client.on('jobs.reordered', () => this.#reloadSoon());
  }

  readonly job = (id: JobId | undefined): JobView | undefined => (id === undefined ? undefined : this.#jobs.job(id));

  /** The jobs with these ids; unknown ids are left out. */
  pick(ids: Iterable<JobId>): readonly JobView[] {
    return [...ids].flatMap((id) => this.#jobs.job(id) ?? []);
  }

  /** Every job, in the order of the queue. */
  all(): readonly JobView[] {
    return this.#jobs.all();
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

  /** Loads the list unless it is loaded. */
  open(): void {
    if (!this.#wasLoaded || this.state().kind === 'failed') void this.load();
  }

  /** Loads the whole list; what is shown stays until then. */
  async load(): Promise<void> {
    if (this.#isLoading) {
      this.#isStale = true;
      return;
    }
    this.#isLoading = true;
    this.#wasLoaded = true;
    this.#isStale = false;
    this.#changedDuringLoad.clear();
    if (this.state().kind === 'failed' && this.state().layout.jobCount === 0)
      this.set({ kind: 'loading', layout: emptyLayout });
    try {
      const { jobs, ...sums } = await this.#client.call('jobs.list');
      this.sums.set(sums);
      this.#replace(jobs);
    } catch (thrown) {
      this.set({ ...this.state(), kind: 'failed', error: toContractError(thrown) });
    } finally {
      this.#isLoading = false;
      if (this.#isStale) this.#reloadSoon();
    }
  }

  toggleGroup(group: GroupName): void {
    const closed = new Set(this.#closed);
    if (!closed.delete(group)) closed.add(group);
    this.#closed = closed;
    this.#updateLayout();
  }

  #reloadSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.load();
    }, reloadAfterMs);
  }

  #replace(jobs: readonly JobView[]): void {
    this.#jobs = new JobListing(jobs.map((job) => this.#changedDuringLoad.get(job.id) ?? job));
    this.#updateLayout('ready');
    for (const listeners of [...this.#jobListeners.values()]) listeners.notify();
  }

  #change({ jobs, queue }: Events['jobs.changed']): void {
    this.sums.set(queue);
    let isMoved = false;
    for (const job of jobs) {
      if (this.#isLoading) this.#changedDuringLoad.set(job.id, job);
      // A job that was added since is in the list that is loading.
      if (this.#jobs.update(job)) isMoved = true;
    }
    if (isMoved) this.#updateLayout();
    for (const { id } of jobs) this.#jobListeners.get(id)?.notify();
  }

  #updateLayout(kind = this.state().kind): void {
    const layout = this.#jobs.layout(this.#closed);
    const { finished } = this.state().layout.groups;
    const { lastFinished, error } = this.state();
    const last = layout.jobCount === 0 && finished.count > 0 ? finished : lastFinished;
    this.set({ kind, layout, ...(kind === 'failed' && error && { error }), ...(last && { lastFinished: last }) });
  }
}
