import { randomUUID } from 'node:crypto';
import type { Run } from '../../../shared/compare/result.js';
import { settingKey } from '../../../shared/compare/setting.js';
import type {
  ComparePreview,
  CompareProgress,
  CompareSource,
  RunId,
  StorageBandwidth,
} from '../../../shared/contract/compare.js';
import type { ContractError, Result } from '../../../shared/contract/result.js';
import { CallError, refusal, toContractError } from '../../../shared/errors/contract-error.js';
import type { CompareThread } from '../../bench/codecs/session/compare-thread.js';
import type { CompareInput } from '../../bench/codecs/session/messages.js';
import type { JobQueue } from '../../jobs/queue/job-queue.js';
import type { EventHub } from '../events/event-hub.js';
import type { FileRegistry } from '../files/file-registry.js';
import type { CheckedRequest } from '../handlers/handler.js';
import type { RunStore } from './run-store.js';

export interface ComparisonPorts {
  readonly thread: CompareThread;
  readonly store: RunStore;
  readonly registry: FileRegistry;
  readonly events: EventHub;
  readonly queue: JobQueue;
  /** Name and version of the program. */
  readonly app: string;
}

/** Comparisons of this session: what was measured of which data, so that it can be measured again. */
export class Comparisons {
  readonly #ports: ComparisonPorts;
  readonly #sources = new Map<RunId, CompareInput>();
  #pausedQueue = false;
  /** Settles with what kept the last run from being kept, if anything did. */
  #saving: Promise<ContractError | undefined> = Promise.resolve(undefined);

  constructor(ports: ComparisonPorts) {
    this.#ports = ports;
  }

  preview({ source, plan }: CheckedRequest<'compare.preview'>): Promise<ComparePreview> {
    return unwrap(this.#ports.thread.preview(this.#inputOf(source), plan));
  }

  /** Starts a run; jobs wait until it is over, for they would be measured too. */
  start({ source, plan, name }: CheckedRequest<'compare.start'>): RunId {
    const run = randomUUID();
    const input = this.#inputOf(source);
    this.#begin();
    this.#sources.set(run, input);
    this.#ports.thread.start({ run, input, plan, app: this.#ports.app, ...(name !== undefined && { name }) });
    return run;
  }

  /** Measures some settings of an earlier run again, on the same data; the others stay as they are. */
  async again({ run: earlierId, keys }: CheckedRequest<'compare.rerun'>): Promise<RunId> {
    const earlier = await this.#ports.store.run(earlierId);
    const input = this.#sources.get(earlierId);
    if (!input) {
      throw refusal(
        'argument',
        'The data of this run were not chosen in this session.',
        'Choose the file again and run the plan anew.',
      );
    }
    const known = new Set(earlier.results.map(({ setting }) => settingKey(setting)));
    const wanted = keys.filter((key) => known.has(key));
    if (wanted.length === 0) throw refusal('argument', 'None of these settings is part of the run.');
    this.#begin();
    const order = { run: earlierId, input, plan: earlier.plan, name: earlier.name, app: this.#ports.app };
    this.#ports.thread.start({ ...order, again: { run: earlier, keys: wanted } });
    return earlierId;
  }

  control({ run, what }: CheckedRequest<'compare.control'>): void {
    this.#ports.thread.control(run, what);
  }

  bandwidth({ folder }: CheckedRequest<'compare.bandwidth'>): Promise<StorageBandwidth> {
    return unwrap(this.#ports.thread.bandwidth(this.#ports.registry.path(folder)));
  }

  /** From the thread: a run to keep. */
  readonly finished = (run: Run): void => {
    this.#saving = this.#save(run);
  };

  /** From the thread. The end of a run is told when it has been kept. */
  readonly progress = async (progress: CompareProgress): Promise<void> => {
    const { events } = this.#ports;
    if (!isOver(progress)) return events.emit('compare.progress', progress);
    const error = await this.#saving;
    this.#saving = Promise.resolve(undefined);
    this.#letJobsGoOn();
    events.emit('compare.progress', error ? { ...progress, state: 'failed', error } : progress);
  };

  async close(): Promise<void> {
    await this.#ports.thread.close();
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

  #begin(): void {
    const { thread, queue } = this.#ports;
    if (thread.running !== undefined) {
      throw refusal(
        'argument',
        'Another comparison is running: two at once would disturb each other.',
        'Wait for it, or stop it.',
      );
    }
    if (queue.view().paused) return;
    this.#pausedQueue = true;
    queue.controlAll('pause');
  }

  #letJobsGoOn(): void {
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

/** The thread's answers are envelopes; handlers throw. */
async function unwrap<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  throw new CallError(result.error);
}
