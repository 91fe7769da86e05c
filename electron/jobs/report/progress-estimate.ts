/**
 * Speed and time left as pure functions of samples. Speed is an exponential average over about 8 s; the time left is hidden
 * until 3 chunks and 2 s have passed, is rounded to steps that grow with it, and does not rise by a single step.
 */

/** Samples older than this count for about a third. */
const AVERAGE_OVER_MS = 8000;
const MIN_CHUNKS = 3;
const MIN_MS = 2000;

/** The progress at a point in working time, without pauses. */
export interface ProgressSample {
  readonly elapsedMs: number;
  readonly doneBytes: number;
  readonly chunksDone: number;
}

export interface Estimate {
  readonly last: ProgressSample;
  /** Undefined before the second sample. */
  readonly bytesPerSecond: number | undefined;
  /** Rounded; undefined until it is reliable. */
  readonly remainingMs: number | undefined;
}

const AT_START: Estimate = {
  last: { elapsedMs: 0, doneBytes: 0, chunksDone: 0 },
  bytesPerSecond: undefined,
  remainingMs: undefined,
};

/** The estimate with one more sample. `totalBytes` is the final value of `doneBytes`. */
export function nextEstimate(before: Estimate | undefined, sample: ProgressSample, totalBytes: number): Estimate {
  const { last, bytesPerSecond: average, remainingMs: shown } = before ?? AT_START;
  const stepMs = sample.elapsedMs - last.elapsedMs;
  // Two samples at the same time: the bytes are counted with the next one, when time has passed.
  if (stepMs <= 0) return before ?? AT_START;
  const speed = ((sample.doneBytes - last.doneBytes) / stepMs) * 1000;
  const bytesPerSecond = average === undefined ? speed : average + weightOf(stepMs, sample) * (speed - average);
  const left = isReliable(sample) ? remaining(totalBytes - sample.doneBytes, bytesPerSecond) : undefined;
  return { last: sample, bytesPerSecond, remainingMs: steady(shown, left) };
}

/** A plain mean for the first 8 s, so that the first chunks do not dominate. */
function weightOf(stepMs: number, { elapsedMs }: ProgressSample): number {
  return Math.max(1 - Math.exp(-stepMs / AVERAGE_OVER_MS), stepMs / elapsedMs);
}

function isReliable({ elapsedMs, chunksDone }: ProgressSample): boolean {
  return chunksDone >= MIN_CHUNKS && elapsedMs >= MIN_MS;
}

/** Rounded time for so many bytes at this speed; undefined without a speed. */
export function remaining(leftBytes: number, bytesPerSecond: number): number | undefined {
  if (!(bytesPerSecond > 0)) return undefined;
  return roundRemaining((Math.max(0, leftBytes) / bytesPerSecond) * 1000);
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Long times are rounded to coarser steps. */
const ROUNDING = [
  { belowMs: MINUTE_MS, stepMs: 5 * SECOND_MS },
  { belowMs: 10 * MINUTE_MS, stepMs: 30 * SECOND_MS },
  { belowMs: HOUR_MS, stepMs: MINUTE_MS },
  { belowMs: 10 * HOUR_MS, stepMs: 10 * MINUTE_MS },
  { belowMs: Number.POSITIVE_INFINITY, stepMs: HOUR_MS },
] as const;

/** Rounds up to the step for its size: finishing early is better than late. */
export function roundRemaining(ms: number): number {
  const stepMs = roundingStepMs(ms);
  return Math.ceil(ms / stepMs) * stepMs;
}

function roundingStepMs(ms: number): number {
  return ROUNDING.find(({ belowMs }) => ms < belowMs)?.stepMs ?? HOUR_MS;
}

/** A rise of one step is noise and is not shown; a larger one is. */
export function steady(shownMs: number | undefined, newMs: number | undefined): number | undefined {
  if (shownMs === undefined || newMs === undefined || newMs <= shownMs) return newMs;
  return newMs - shownMs <= roundingStepMs(newMs) ? shownMs : newMs;
}
