import type { Events } from '../../../shared/contract/events.js';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { Client } from '../../api/client.js';
import {
  changesLayout,
  emptyLayout,
  type GroupName,
  type GroupSums,
  layoutQueue,
  type QueueLayout,
} from './queue-layout.js';

/** What the list of jobs is. Replaced as a whole when rows come, go or move, not when a job advances. */
export interface QueueState {
  readonly kind: 'loading' | 'ready' | 'failed';
  readonly error?: ContractError;
  readonly layout: QueueLayout;
  /** What was last seen finished before the list became empty. */
  readonly lastFinished?: GroupSums;
}

type Listener = () => void;

/** Reorderings that come in bursts are answered by one list. */
const reloadAfterMs = 100;

/**
 * The jobs of the queue by their ids, kept up by what the host tells. Rows listen to their own job, so that a change of one
 * among ten thousand draws one row anew. Lives as long as the window.
 */
export class QueueStore {
  readonly #client: Client;
  readonly #listeners = new Set<Listener>();
  readonly #jobListeners = new Map<JobId, Set<Listener>>();
  #jobs = new Map<JobId, JobView>();
  #closed: ReadonlySet<GroupName> = new Set();
  #state: QueueState = { kind: 'loading', layout: emptyLayout };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;
  #isStale = false;
  /** What changed while the list is being asked for: it may be newer than the answer. */
  readonly #changedMeanwhile = new Map<JobId, JobView>();

  constructor(client: Client) {
    this.#client = client;
    client.on('jobs.changed', (change) => this.#change(change));
    client.on('jobs.reordered', () => this.#reloadSoon());
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): QueueState => this.#state;

  readonly job = (id: JobId | undefined): JobView | undefined => (id === undefined ? undefined : this.#jobs.get(id));

  /** Those of the ids that there are. */
  pick(ids: Iterable<JobId>): readonly JobView[] {
    return [...ids].flatMap((id) => this.#jobs.get(id) ?? []);
  }

  /** Every job, in the order of the queue. */
  all(): readonly JobView[] {
    return [...this.#jobs.values()];
  }

  subscribeJob(id: JobId, listener: Listener): () => void {
    const listeners = this.#jobListeners.get(id) ?? new Set();
    this.#jobListeners.set(id, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#jobListeners.delete(id);
    };
  }

  /** Asks for the whole list; what is shown stays until it is there. */
  async load(): Promise<void> {
    if (this.#isAsking) {
      this.#isStale = true;
      return;
    }
    this.#isAsking = true;
    this.#isStale = false;
    this.#changedMeanwhile.clear();
    if (this.#state.kind === 'failed' && this.#state.layout.jobCount === 0)
      this.#set({ kind: 'loading', layout: emptyLayout });
    try {
      const { jobs } = await this.#client.call('jobs.list');
      this.#replace(jobs);
    } catch (thrown) {
      this.#set({ ...this.#state, kind: 'failed', error: toContractError(thrown) });
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
    for (const id of new Set([...before.keys(), ...this.#jobs.keys()])) this.#tell(id);
  }

  #change({ jobs }: Events['jobs.changed']): void {
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
    for (const { id } of jobs) this.#tell(id);
  }

  #lay(kind = this.#state.kind): void {
    const layout = layoutQueue(this.all(), this.#closed);
    const { finished } = this.#state.layout.groups;
    const { lastFinished, error } = this.#state;
    const last = layout.jobCount === 0 && finished.count > 0 ? finished : lastFinished;
    this.#set({ kind, layout, ...(kind === 'failed' && error && { error }), ...(last && { lastFinished: last }) });
  }

  #set(state: QueueState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #tell(id: JobId): void {
    for (const listener of this.#jobListeners.get(id) ?? []) listener();
  }
}
