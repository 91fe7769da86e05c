import { randomUUID } from 'node:crypto';
import type { Run } from '../../../shared/compare/result.js';
import { settingKey } from '../../../shared/compare/setting.js';
import type { CheckedRequest } from '../../../shared/contract/calls.js';
import type {
  ComparePreview,
  CompareProgress,
  CompareSource,
  RunId,
  StorageBandwidth,
} from '../../../shared/contract/compare.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { errorTransport, internalError, refusal, toContractError } from '../../../shared/errors/contract-error.js';
import type { CompareInput, CompareOrder, CompareService } from '../../bench/codecs/session/compare-service.js';
import type { JobQueue } from '../../jobs/queue/job-queue.js';
import type { WorkerFiles } from '../../threads/start-thread.js';
import { ThreadClient } from '../../threads/thread-client.js';
import type { EventHub } from '../events/event-hub.js';
import type { FileRegistry } from '../files/file-registry.js';
import type { RunStore } from './run-store.js';

export interface ComparisonPorts {
  /** Of the bundle dist/compare.cjs. */
  readonly worker: WorkerFiles;
  readonly store: RunStore;
  readonly registry: FileRegistry;
  readonly events: EventHub;
  readonly queue: JobQueue;
  /** Name and version of the program. */
  readonly app: string;
}

/** A running comparison is cancelled between two measurements. */
const END_WITHIN_MS = 5000;

/** Runs comparisons and remembers the data of each for this session, so that settings can be measured again. */
export class Comparisons {
  readonly #ports: ComparisonPorts;
  readonly #thread: ThreadClient<CompareService>;
  readonly #sources = new Map<RunId, CompareInput>();
  #running: RunId | undefined;
  #pausedQueue = false;
  /** Resolves to the error of storing the last run, if any. */
  #saving: Promise<ContractError | undefined> = Promise.resolve(undefined);

  constructor(ports: ComparisonPorts) {
    this.#ports = ports;
    this.#thread = new ThreadClient<CompareService>(
      { name: 'comparison', files: ports.worker, errors: errorTransport, endWithinMs: END_WITHIN_MS },
      (report) => {
        if (report.kind === 'finished') this.#saving = this.#save(report.run);
        else void this.#onProgress(report.progress);
      },
    );
  }

  preview({ source, plan }: CheckedRequest<'compare.preview'>): Promise<ComparePreview> {
    return this.#thread.call('preview', { input: this.#inputOf(source), plan });
  }

  /** Starts a run; jobs wait until it is over, because they would disturb the measurement. */
  start({ source, plan, name }: CheckedRequest<'compare.start'>): RunId {
    const run = randomUUID();
    const input = this.#inputOf(source);
    this.#requireNoRun();
    this.#sources.set(run, input);
    this.#start({ run, input, plan, app: this.#ports.app, ...(name !== undefined && { name }) });
    return run;
  }

  /** Measures some settings of an earlier run again, on the same data; the others stay as they are. */
  async again({ run: earlierId, keys }: CheckedRequest<'compare.rerun'>): Promise<RunId> {
    const earlier = await this.#ports.store.run(earlierId);
    const input = this.#sources.get(earlierId);
    if (!input) {
      throw refusal(
        'argument',
        'The data of this run were chosen in an earlier session.',
        'Choose the file again and start a new run.',
      );
    }
    const known = new Set(earlier.results.map(({ setting }) => settingKey(setting)));
    const wanted = keys.filter((key) => known.has(key));
    if (wanted.length === 0) throw refusal('argument', 'None of these settings is part of the run.');
    this.#requireNoRun();
    const order = { run: earlierId, input, plan: earlier.plan, name: earlier.name, app: this.#ports.app };
    this.#start({ ...order, again: { run: earlier, keys: wanted } });
    return earlierId;
  }

  control(request: CheckedRequest<'compare.control'>): void {
    // The run's progress reports its end; if the thread has exited, there is no run.
    if (this.#running !== undefined) this.#thread.call('control', request).catch(() => undefined);
  }

  bandwidth({ folder }: CheckedRequest<'compare.bandwidth'>): Promise<StorageBandwidth> {
    return this.#thread.call('bandwidth', { folder: this.#ports.registry.path(folder) });
  }

  async close(): Promise<void> {
    await this.#thread.end();
    await this.#saving;
  }

  async #save(run: Run): Promise<ContractError | undefined> {
    try {
      await this.#ports.store.save(run);
      this.#ports.events.emit('compare.runs-changed', null);
      return undefined;
    } catch (error) {
      return toContractError(error);
    }
  }

  #requireNoRun(): void {
    if (this.#running === undefined) return;
    throw refusal(
      'argument',
      'Another comparison is running: two at the same time would disturb each other.',
      'Wait for it, or stop it.',
    );
  }

  #start(order: CompareOrder): void {
    const { queue } = this.#ports;
    this.#running = order.run;
    if (!queue.view().paused) {
      this.#pausedQueue = true;
      queue.controlAll('pause');
    }
    this.#thread.call('start', order).catch((cause: unknown) => {
      const error = internalError(cause, 'The comparison broke off');
      return this.#onProgress({ run: order.run, state: 'failed', done: 0, results: [], error });
    });
  }

  /** Passes on progress; the end of a run only after the run has been stored. */
  async #onProgress(progress: CompareProgress): Promise<void> {
    const { events } = this.#ports;
    if (!isOver(progress)) return events.emit('compare.progress', progress);
    this.#running = undefined;
    const error = await this.#saving;
    this.#saving = Promise.resolve(undefined);
    this.#resumeJobs();
    events.emit('compare.progress', error ? { ...progress, state: 'failed', error } : progress);
  }

  #resumeJobs(): void {
    if (this.#pausedQueue) this.#ports.queue.controlAll('resume');
    this.#pausedQueue = false;
  }

  #inputOf(source: CompareSource): CompareInput {
    if (source.kind === 'dataset') return source;
    const path = this.#ports.registry.path(source.id);
    const { member, chunkIndex } = source;
    if (chunkIndex !== undefined) return { kind: 'chunk', path, chunkIndex };
    return member === undefined ? { kind: 'any', path } : { kind: 'npz', path, member };
  }
}

function isOver({ state }: CompareProgress): boolean {
  return state === 'done' || state === 'stopped' || state === 'cancelled' || state === 'failed';
}
