import { randomUUID } from 'node:crypto';
import { type Calibration, fitBudget, sampleMinimumMs } from '../../../shared/compare/estimate.js';
import type { CompareEvent } from '../../../shared/compare/events.js';
import type { Plan } from '../../../shared/compare/plan.js';
import type { Environment, Run } from '../../../shared/compare/result.js';
import { settingKey, settingWords } from '../../../shared/compare/setting.js';
import { countWords, durationWords } from '../../../shared/compare/words.js';
import { CancelledError } from '../../../shared/format/errors.js';
import { fromNative } from '../../engine/native-failures.js';
import { currentLoad, freeProcessors } from './environment.js';
import { type Measurer, nativeMeasurer } from './measurer.js';
import type { Sample } from './sample.js';
import { inTurns, shuffled } from './seeded.js';
import { SettingState } from './setting-state.js';

export interface CompareOptions {
  readonly environment: Environment;
  /** From `calibrate` on the same sample; used to estimate the time, and to drop settings for a budget. */
  readonly calibration: Calibration;
  /** Default: the data's name. */
  readonly name?: string;
  /** Measures only the settings of the plan with these keys; none is dropped for a budget. */
  readonly only?: ReadonlySet<string>;
  /** Discards the run: the generator throws a CancelledError. */
  readonly signal?: AbortSignal;
  /** Ends the run early and keeps the results so far. */
  readonly stop?: AbortSignal;
  /** Called between two measurements; a returned promise is awaited. Paused time does not count for a budget. */
  readonly paused?: () => Promise<void> | undefined;
  /** Default: Blosc in native code. */
  readonly measurer?: Measurer;
  /** Processors that no other program uses; takes a fraction of a second. Default: of this machine. */
  readonly free?: () => Promise<number>;
  /** Milliseconds that never decrease. Default: the monotonic clock. */
  readonly now?: () => number;
}

/**
 * Measures every setting of a plan on a sample, round by round. Each round has another order, in which the codecs take turns, so
 * that no setting always comes first and a machine that becomes slower affects all. In the first round of a setting, every byte of its round trip is
 * checked; a setting that fails is reported and not measured again. Yields events and returns the run, also as the last event.
 */
export async function* runCompare(
  sample: Sample,
  plan: Plan,
  options: CompareOptions,
): AsyncGenerator<CompareEvent, Run, undefined> {
  const run = new ComparisonRun(sample, plan, options);
  yield run.started();
  yield* run.untilQuiet();
  yield* run.rounds();
  const result = run.finish();
  yield { kind: 'done', run: result };
  return result;
}

class ComparisonRun {
  readonly #sample: Sample;
  readonly #plan: Plan;
  readonly #options: CompareOptions;
  readonly #fit: ReturnType<typeof fitBudget>;
  readonly #measurer: Measurer;
  readonly #states: readonly SettingState[];
  readonly #notes: string[];
  readonly #now: () => number;
  /** Settings of the plan, those included that do not fit the budget. */
  readonly #planned: number;
  readonly #startedIso = new Date().toISOString();
  readonly #startMs: number;
  #pausedMs = 0;
  #measurements = 0;

  constructor(sample: Sample, plan: Plan, options: CompareOptions) {
    this.#sample = sample;
    this.#options = options;
    this.#fit = options.only
      ? onlyThese(plan, options.calibration, options.only)
      : fitBudget(plan, options.calibration);
    this.#plan = this.#fit.plan;
    this.#measurer = options.measurer ?? nativeMeasurer(sample);
    this.#planned = this.#fit.planned;
    this.#states = this.#fit.settings.map((setting) => new SettingState(setting, sample));
    this.#notes = [...this.#fit.dropped];
    this.#now = options.now ?? (() => performance.now());
    this.#startMs = this.#now();
  }

  started(): CompareEvent {
    const { settings, estimateMs, dropped } = this.#fit;
    return { kind: 'started', settings, rounds: this.#plan.repeats, estimateMs, dropped };
  }

  /** Waits until the processors that the plan needs are free: at most `QUIET_WAIT_MS`, a tenth of the budget, and as long as the run takes. */
  async *untilQuiet(): AsyncGenerator<CompareEvent, void, undefined> {
    const { free = freeProcessors, signal, stop } = this.#options;
    const { threads, budgetMs = Number.POSITIVE_INFINITY } = this.#plan;
    const needed = FREE_SHARE * Math.min(Math.max(...threads), this.#options.environment.cores);
    const maxMs = Math.min(QUIET_WAIT_MS, budgetMs / 10, this.#fit.estimateMs);
    for (let said = false; (await free()) < needed && this.#elapsedMs() < maxMs; said = true) {
      if (signal?.aborted || stop?.aborted) return;
      if (!said) yield { kind: 'waiting' };
    }
  }

  async *rounds(): AsyncGenerator<CompareEvent, void, undefined> {
    const cancel = new Uint8Array(new SharedArrayBuffer(1));
    const raise = (): void => {
      cancel[0] = 1;
    };
    const signals = [this.#options.signal, this.#options.stop];
    for (const signal of signals) signal?.addEventListener('abort', raise);
    try {
      for (let round = 1; round <= this.#plan.repeats && !this.#isOver(round); round++) {
        yield* this.#round(round, cancel);
      }
    } finally {
      for (const signal of signals) signal?.removeEventListener('abort', raise);
      raise(); // a consumer that stops in mid-round must not leave a measurement running
    }
  }

  finish(): Run {
    this.#noteEarlyEnd();
    this.#noteDrift();
    const { environment, name } = this.#options;
    const loadAfter = currentLoad();
    return {
      formatVersion: 1,
      id: randomUUID(),
      name: name ?? this.#sample.facts.name,
      startedIso: this.#startedIso,
      environment: { ...environment, ...(loadAfter !== undefined && { loadAfter }) },
      data: this.#sample.facts,
      plan: this.#plan,
      planned: this.#planned,
      results: this.#states.flatMap((state) => state.result() ?? []),
      notes: this.#notes,
    };
  }

  async *#round(round: number, cancel: Uint8Array): AsyncGenerator<CompareEvent, void, undefined> {
    const order = shuffled(this.#states, this.#plan.seed + round);
    // If the run ends early, every codec was measured before any was measured at a second level.
    for (const state of inTurns(order, ({ setting }) => setting.codec)) {
      if (state.hasFailed) continue;
      await this.#waitWhilePaused();
      if (this.#isOver(round)) return;
      const wasMeasured = await this.#measure(state, round, cancel);
      const result = state.result();
      if (!wasMeasured || !result) return;
      this.#measurements++;
      const [partial, doneFraction] = [round < this.#plan.repeats && !state.hasFailed, this.#doneFraction()];
      yield { kind: 'measured', result, round, partial, doneFraction, elapsedMs: this.#elapsedMs() };
    }
    const [elapsedMs, rounds] = [this.#elapsedMs(), this.#plan.repeats];
    yield { kind: 'round', round, rounds, elapsedMs, remainingMs: (elapsedMs / round) * (rounds - round) };
  }

  /** False when it was stopped. */
  async #measure(state: SettingState, round: number, cancel: Uint8Array): Promise<boolean> {
    const { setting } = state;
    const { codecs } = this.#measurer;
    if (codecs && !codecs.has(setting.codec)) {
      state.fail('unavailable', `the Blosc of this machine was built without ${setting.codec}`);
      return true;
    }
    const request = { minimumMs: sampleMinimumMs(this.#plan), isChecked: round === 1, cancel };
    try {
      const outcome = await this.#measurer.measure(setting, request);
      if (this.#options.signal?.aborted) throw new CancelledError();
      if (outcome.kind === 'cancelled') return false;
      state.add(outcome);
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      const reason = fromNative(error, {});
      state.fail(
        'codec',
        `${settingWords(setting)} failed: ${reason instanceof Error ? reason.message : String(reason)}`,
      );
    }
    return true;
  }

  async #waitWhilePaused(): Promise<void> {
    for (let wait = this.#options.paused?.(); wait !== undefined; wait = this.#options.paused?.()) {
      const sinceMs = this.#now();
      await wait;
      this.#pausedMs += this.#now() - sinceMs;
    }
  }

  /** The first round, which measures every setting once, may take twice the budget, and ends after every codec was measured. */
  #isOver(round: number): boolean {
    if (this.#options.signal?.aborted) throw new CancelledError();
    if (this.#options.stop?.aborted) return true;
    const { budgetMs } = this.#plan;
    if (budgetMs === undefined || this.#lacksCodec()) return false;
    return this.#elapsedMs() >= (round === 1 ? 2 : 1) * budgetMs;
  }

  #lacksCodec(): boolean {
    const isMeasured = ({ repeats, hasFailed }: SettingState): boolean => repeats > 0 || hasFailed;
    const codecs = new Set(this.#states.filter(isMeasured).map(({ setting }) => setting.codec));
    return this.#states.some(({ setting }) => !codecs.has(setting.codec));
  }

  #elapsedMs(): number {
    return this.#now() - this.#startMs - this.#pausedMs;
  }

  #doneFraction(): number {
    const failed = this.#states.filter((state) => state.hasFailed).length;
    const live = (this.#states.length - failed) * this.#plan.repeats + failed;
    return live === 0 ? 1 : Math.min(1, this.#measurements / live);
  }

  #noteEarlyEnd(): void {
    const measured = this.#states.filter((state) => state.repeats > 0 || state.hasFailed).length;
    const unfinished = this.#states.some((state) => !state.hasFailed && state.repeats < this.#plan.repeats);
    if (!unfinished) return;
    const { budgetMs } = this.#plan;
    const why =
      this.#options.stop?.aborted || budgetMs === undefined
        ? 'Stopped'
        : `The budget of ${durationWords(budgetMs / 1000)} ended`;
    const fewest = Math.min(...this.#states.filter((state) => !state.hasFailed).map((state) => state.repeats));
    this.#notes.push(
      measured < this.#states.length
        ? `${why} when ${measured} of ${countWords(this.#states.length, 'setting')} had been measured.`
        : `${why} in round ${fewest + 1} of ${this.#plan.repeats}.`,
    );
  }

  /** Some results drift by chance; if so many do, the machine is the cause. */
  #noteDrift(): void {
    const results = this.#states.flatMap((state) => state.result() ?? []);
    const drifting = results.filter((result) => !('failed' in result) && result.flags.includes('drift')).length;
    if (drifting === 0 || drifting < results.length * DRIFT_SHARE) return;
    this.#notes.push(`The machine changed its speed during the run: ${countWords(drifting, 'setting')} drifted.`);
  }
}

const DRIFT_SHARE = 0.25;
const QUIET_WAIT_MS = 5000;
/** The threads need this share of their processors. */
const FREE_SHARE = 0.8;

function onlyThese(plan: Plan, calibration: Calibration, keys: ReadonlySet<string>): ReturnType<typeof fitBudget> {
  const { budgetMs: _budgetMs, ...unhurried } = plan;
  const whole = fitBudget(unhurried, calibration);
  const settings = whole.settings.filter((setting) => keys.has(settingKey(setting)));
  return {
    ...whole,
    settings,
    planned: settings.length,
    estimateMs: (whole.estimateMs * settings.length) / whole.settings.length,
  };
}
