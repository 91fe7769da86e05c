import type { JobStep } from '../../../shared/contract/jobs.js';
import { type EndState, isEnded, type Standing } from '../queue/job-state.js';

export type StepName = JobStep['name'];

/** Milliseconds of work in each step so far. */
export type StoredTimes = Readonly<Partial<Record<StepName, number>>>;

/** The steps of a job in their order, by the job's state in each. */
const STEPS = {
  preparing: 'preparing',
  running: 'working',
  finalising: 'finalising',
  verifying: 'verifying',
  publishing: 'publishing',
} as const satisfies Partial<Record<Standing['state'], StepName>>;

/** The state of the last step of an ended job. */
type Ending = Extract<JobStep['state'], 'done' | 'failed' | 'stopped'>;

const ENDINGS = {
  done: 'done',
  failed: 'failed',
  cancelled: 'stopped',
  // A job is skipped before its first step, or after it has ended.
  skipped: 'done',
} as const satisfies Record<EndState, Ending>;

function stepOf(state: string): StepName | undefined {
  return Object.hasOwn(STEPS, state) ? STEPS[state as keyof typeof STEPS] : undefined; // just tested
}

/** The working time of a job, in total and in each of its steps. Pauses do not count. */
export class JobTimes {
  readonly #watches = new Map<StepName, Stopwatch>();
  #present: StepName | undefined;
  #ended: Ending | undefined;
  startedMs: number | undefined;

  /** The times of a job that ended in an earlier run of the program, as `stored()` gave them. */
  static restored(stored: StoredTimes, state: EndState): JobTimes {
    const times = new JobTimes();
    times.#ended = ENDINGS[state];
    for (const name of Object.values(STEPS)) {
      const elapsedMs = stored[name];
      if (elapsedMs === undefined) continue;
      times.#watches.set(name, new Stopwatch(elapsedMs));
      times.#present = name;
    }
    return times;
  }

  stored(nowMs: number): StoredTimes {
    return Object.fromEntries([...this.#watches].map(([name, watch]) => [name, Math.round(watch.elapsedMs(nowMs))]));
  }

  /** Notes the job's new state. */
  moved(standing: Standing, nowMs: number): void {
    for (const watch of this.#watches.values()) watch.stop(nowMs);
    // What is skipped after it has ended keeps how its last step ended.
    if (isEnded(standing.state))
      this.#ended = this.#ended && standing.state === 'skipped' ? this.#ended : ENDINGS[standing.state];
    const step = stepOf(standing.state === 'paused' ? standing.heldIn : standing.state);
    if (step === undefined) return;
    this.startedMs ??= nowMs;
    this.#present = step;
    const watch = this.#watches.get(step) ?? new Stopwatch();
    this.#watches.set(step, watch);
    if (standing.state !== 'paused') watch.start(nowMs);
  }

  /** Total working time. */
  elapsedMs(nowMs: number): number {
    return [...this.#watches.values()].reduce((sum, watch) => sum + watch.elapsedMs(nowMs), 0);
  }

  /** Working time of one step, by default of the present one. */
  stepMs(nowMs: number, step = this.#present): number {
    return (step && this.#watches.get(step)?.elapsedMs(nowMs)) ?? 0;
  }

  steps(nowMs: number): readonly JobStep[] {
    return Object.values(STEPS).map((name) => {
      const watch = this.#watches.get(name);
      return { name, state: this.#stateOf(name), ...(watch && { elapsedMs: Math.round(watch.elapsedMs(nowMs)) }) };
    });
  }

  #stateOf(name: StepName): JobStep['state'] {
    if (!this.#watches.has(name)) return this.#ended || this.#isBehind(name) ? 'left-out' : 'waiting';
    return name === this.#present ? (this.#ended ?? 'active') : 'done';
  }

  #isBehind(name: StepName): boolean {
    const order: readonly StepName[] = Object.values(STEPS);
    return this.#present !== undefined && order.indexOf(name) < order.indexOf(this.#present);
  }
}

/** Working time in milliseconds; can be stopped and started again. Times are those of the caller's clock. */
export class Stopwatch {
  #sumMs: number;
  #sinceMs: number | undefined;

  constructor(sumMs = 0) {
    this.#sumMs = sumMs;
  }

  start(nowMs: number): void {
    this.#sinceMs ??= nowMs;
  }

  stop(nowMs: number): void {
    this.#sumMs = this.elapsedMs(nowMs);
    this.#sinceMs = undefined;
  }

  elapsedMs(nowMs: number): number {
    return this.#sumMs + (this.#sinceMs === undefined ? 0 : Math.max(0, nowMs - this.#sinceMs));
  }
}
