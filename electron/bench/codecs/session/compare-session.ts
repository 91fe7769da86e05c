import { stat } from 'node:fs/promises';
import { type Calibration, fitBudget } from '../../../../shared/compare/estimate.js';
import type { CompareEvent } from '../../../../shared/compare/events.js';
import type { Plan } from '../../../../shared/compare/plan.js';
import type { CompareResult, Run } from '../../../../shared/compare/result.js';
import { settingKey } from '../../../../shared/compare/setting.js';
import type { ComparePreview, CompareProgress, StorageBandwidth } from '../../../../shared/contract/compare.js';
import { isCancellation, toContractError } from '../../../../shared/errors/contract-error.js';
import { withIoErrors } from '../../../engine/io/io-error.js';
import { calibrate } from '../calibrate.js';
import type { CompareData } from '../data.js';
import { dataSetData } from '../dataset-data.js';
import { readEnvironment } from '../environment.js';
import { openData } from '../open-data.js';
import { runCompare } from '../run-compare.js';
import { type Sample, takeSample } from '../sample.js';
import { measureStorage } from '../storage-bandwidth.js';
import type { CompareInput, CompareOrder, CompareReport } from './compare-service.js';

/** Results are reported in batches, at most this often. */
const REPORT_EVERY_MS = 100;

/** The sample and calibration of a comparison, kept from the preview for the run. */
interface Prepared {
  readonly key: string;
  readonly sample: Sample;
  readonly calibration: Calibration;
}

interface Running {
  readonly run: string;
  readonly cancel: AbortController;
  readonly stop: AbortController;
  /** Reports what has changed; undefined before the first measurement. */
  batch: ResultBatch | undefined;
  pause: { readonly promise: Promise<void>; readonly end: () => void } | undefined;
}

/** Comparisons in one thread, one at a time: previews, runs, and the speed of storage. */
export class CompareSession {
  readonly #report: (report: CompareReport) => void;
  #prepared: Prepared | undefined;
  #running: Running | undefined;

  constructor(report: (report: CompareReport) => void) {
    this.#report = report;
  }

  /** Reads the sample and calibrates, in about a second; both are kept for the run that usually follows. */
  async preview(input: CompareInput, plan: Plan): Promise<ComparePreview> {
    const { sample, calibration } = await this.#prepare(input, plan);
    const { settings, estimateMs, dropped } = fitBudget(plan, calibration);
    return { data: sample.facts, settings: settings.length, estimatedMs: estimateMs, dropped };
  }

  /** See `measureStorage`. */
  async bandwidth(folder: string): Promise<StorageBandwidth> {
    const { write, read, readCache, sizeBytes } = await measureStorage(folder);
    const cache = readCache === 'cold' ? "bypassing the system's cache" : 'through the cache, so it is an upper bound';
    return {
      writeBytesPerSecond: write,
      readBytesPerSecond: read,
      readWas: readCache,
      measuredBytes: sizeBytes,
      method: `A file of random bytes was written and flushed to the device (fsync), and read back ${cache}.`,
    };
  }

  /** Runs a comparison to its end. Never rejects: the last progress has the outcome. */
  async start(order: CompareOrder): Promise<void> {
    const running: Running = {
      run: order.run,
      cancel: new AbortController(),
      stop: new AbortController(),
      batch: undefined,
      pause: undefined,
    };
    if (this.#running) {
      const message = 'Another comparison is running: two at the same time would disturb each other.';
      this.#progress({ run: order.run, state: 'failed', done: 0, results: [], error: { kind: 'argument', message } });
      return;
    }
    this.#running = running;
    try {
      await this.#run(order, running);
    } catch (error) {
      const isCancelled = isCancellation(error);
      const rest = { run: order.run, done: 0, results: [] };
      this.#progress(
        isCancelled ? { ...rest, state: 'cancelled' } : { ...rest, state: 'failed', error: toContractError(error) },
      );
    } finally {
      this.#running = undefined;
    }
  }

  /** Does nothing for a run that is over. */
  control(run: string, what: 'pause' | 'resume' | 'stop' | 'cancel'): void {
    const running = this.#running;
    if (running?.run !== run) return;
    if (what === 'pause') running.pause ??= makePause();
    else {
      running.pause?.end();
      running.pause = undefined;
      if (what === 'stop') running.stop.abort();
      if (what === 'cancel') running.cancel.abort();
    }
    running.batch?.setPaused(running.pause !== undefined);
  }

  /** Cancels the running comparison. */
  end(): void {
    if (this.#running) this.control(this.#running.run, 'cancel');
  }

  async #run(order: CompareOrder, running: Running): Promise<void> {
    const { run, input, plan, again } = order;
    this.#progress({ run, state: 'preparing', done: 0, results: [] });
    const { sample, calibration } = await this.#prepare(input, plan, running.cancel.signal);
    const environment = await readEnvironment(order.app);
    const batch = new ResultBatch(run, this.#report, running.pause !== undefined);
    running.batch = batch;
    this.#progress({
      run,
      state: running.pause ? 'paused' : 'running',
      done: 0,
      results: [],
      data: sample.facts,
      environment,
    });
    const events = runCompare(sample, plan, {
      environment,
      calibration,
      signal: running.cancel.signal,
      stop: running.stop.signal,
      paused: () => running.pause?.promise,
      ...(order.name !== undefined && { name: order.name }),
      ...(again && { only: new Set(again.keys) }),
    });
    for await (const event of events) {
      if (event.kind === 'done') {
        batch.flush();
        const whole = { ...(again ? merge(again.run, event.run) : event.run), id: run };
        this.#report({ kind: 'finished', run: whole });
        const state = running.stop.signal.aborted ? 'stopped' : 'done';
        this.#progress({ run, state, done: 1, results: whole.results });
      } else batch.note(event);
    }
  }

  /** The sample depends on the data and on the plan's sampling, not on its settings. */
  async #prepare(input: CompareInput, plan: Plan, signal?: AbortSignal): Promise<Prepared> {
    const { chunkSizesBytes, wholeUpToBytes, sampleChunks, seed, defaultTypesize } = plan;
    const key = JSON.stringify([input, Math.max(...chunkSizesBytes), wholeUpToBytes, sampleChunks, seed]);
    if (this.#prepared?.key === key) return this.#prepared;
    this.#prepared = undefined;
    const data = await openInput(input);
    try {
      const sample = await takeSample(data, plan, signal);
      const calibration = await calibrate(sample, defaultTypesize, signal ? { signal } : {});
      this.#prepared = { key, sample, calibration };
      return this.#prepared;
    } finally {
      await data.close();
    }
  }

  #progress(progress: CompareProgress): void {
    this.#report({ kind: 'progress', progress });
  }
}

function makePause(): { readonly promise: Promise<void>; readonly end: () => void } {
  let end = (): void => {};
  const promise = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { promise, end };
}

async function openInput(input: CompareInput): Promise<CompareData> {
  if (input.kind === 'any') return openData({ kind: await kindOf(input.path), path: input.path });
  if (input.kind !== 'dataset') return openData(input);
  return dataSetData(input.name, input.plainBytes);
}

async function kindOf(path: string): Promise<'file' | 'folder'> {
  const stats = await withIoErrors('read', path, () => stat(path));
  return stats.isDirectory() ? 'folder' : 'file';
}

/** The earlier run, with the results that were measured again replaced. */
function merge(earlier: Run, { results, notes }: Run): Run {
  const repeated = new Map(results.map((result) => [settingKey(result.setting), result]));
  return {
    ...earlier,
    results: earlier.results.map((result) => repeated.get(settingKey(result.setting)) ?? result),
    notes: [...earlier.notes, `${repeated.size} settings were measured again.`, ...notes],
  };
}

/** Part of the work that has to be done before its pace says how long the rest takes. */
const LEAST_KNOWN = 0.05;

/** The time for the rest at the pace so far. Where other programs run, an estimate from before the first round can be far off. */
export function remainingMs(elapsedMs: number, doneFraction: number): number {
  return (elapsedMs / doneFraction) * (1 - doneFraction);
}

/** Collects results and reports them in batches. */
class ResultBatch {
  readonly #run: string;
  readonly #report: (report: CompareReport) => void;
  readonly #waiting = new Map<string, CompareResult>();
  #reportedMs = 0;
  #last: { readonly done: number; readonly remainingMs?: number; readonly settings?: number; readonly note?: string } =
    {
      done: 0,
    };

  #isPaused: boolean;

  constructor(run: string, report: (report: CompareReport) => void, isPaused: boolean) {
    this.#run = run;
    this.#report = report;
    this.#isPaused = isPaused;
  }

  /** Reports the state at once: while it is paused, nothing else does. */
  setPaused(isPaused: boolean): void {
    if (this.#isPaused === isPaused) return;
    this.#isPaused = isPaused;
    this.flush();
  }

  note(event: Exclude<CompareEvent, { kind: 'done' }>): void {
    if (event.kind === 'started') {
      this.#last = { done: 0, settings: event.settings.length, remainingMs: event.estimateMs };
      this.flush();
      return;
    }
    if (event.kind === 'waiting') {
      this.#last = { ...this.#last, note: 'waiting until other programs leave the processors free' };
      this.flush();
      return;
    }
    if (event.kind === 'round') {
      this.#last = {
        ...this.#last,
        remainingMs: event.remainingMs,
        note: `round ${event.round} of ${event.rounds} done`,
      };
      this.flush();
      return;
    }
    this.#waiting.set(settingKey(event.result.setting), event.result);
    const { doneFraction: done, elapsedMs } = event;
    this.#last = { ...this.#last, done, ...(done >= LEAST_KNOWN && { remainingMs: remainingMs(elapsedMs, done) }) };
    if (performance.now() - this.#reportedMs >= REPORT_EVERY_MS) this.flush();
  }

  flush(): void {
    this.#reportedMs = performance.now();
    const results = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#report({
      kind: 'progress',
      progress: { run: this.#run, state: this.#isPaused ? 'paused' : 'running', ...this.#last, results },
    });
  }
}
