import type { CodecName } from '../format/codecs.js';
import { expandPlan, type Plan } from './plan.js';
import { isBaseline, type Setting } from './setting.js';
import { countWords, durationWords, ratioWords } from './words.js';

/** Speeds of one codec at one level by one thread, in plain bytes per second. */
export interface CalibrationPoint {
  readonly codec: CodecName;
  readonly level: number;
  readonly compress: number;
  readonly decompress: number;
}

/** Speeds that were measured within about a second on a part of the data, with byte shuffle. */
export interface Calibration {
  readonly points: readonly CalibrationPoint[];
  /** Plain copy by one thread. */
  readonly copy: number;
  readonly cores: number;
  readonly sampleBytes: number;
  /** Set where a small multiple of an item packs the data better than every other typesize; found by size alone. */
  readonly betterTypesize?: BetterTypesize;
}

/** A typesize that is not measured without a reason. Ratios are of a piece of the data with lz4 and byte shuffle. */
export interface BetterTypesize {
  readonly typesize: number;
  readonly ratio: number;
  /** The typesizes that the data suggest, see `typesizesToTry`, and the best ratio with one of them. */
  readonly suggested: readonly number[];
  readonly suggestedRatio: number;
}

/** Time to compress and to decompress the sample once, in milliseconds. */
interface PassTimes {
  readonly compressMs: number;
  readonly decompressMs: number;
}

/** The estimated time of a plan in milliseconds: for each setting the pass that checks it, and its repeats. */
export function estimateMs(plan: Plan, calibration: Calibration): number {
  return sum(expandPlan(plan).map((setting) => settingMs(setting, plan, calibration)));
}

function settingMs(setting: Setting, plan: Plan, calibration: Calibration): number {
  const { compressMs, decompressMs } = passTimes(setting, calibration);
  const copyMs = (1000 * calibration.sampleBytes) / calibration.copy;
  const checkedMs = compressMs + decompressMs + 2 * copyMs;
  const repeatMs = repeatedMs(compressMs, plan) + repeatedMs(decompressMs, plan);
  return checkedMs + plan.repeats * repeatMs;
}

/** A repeat consists of whole passes until its minimum time has passed. */
function repeatedMs(passMs: number, plan: Plan): number {
  const minimumMs = sampleMinimumMs(plan);
  return Math.max(passMs, Math.ceil(minimumMs / passMs) * passMs);
}

/** The minimum time of a repeat in milliseconds, so that all repeats together reach the plan's minimum too. */
export function sampleMinimumMs({ minimumSampleMs, minimumTotalMs, repeats }: Plan): number {
  return Math.max(minimumSampleMs, minimumTotalMs / repeats);
}

function passTimes({ codec, level, threads }: Setting, calibration: Calibration): PassTimes {
  const { sampleBytes, copy, cores } = calibration;
  const scale = Math.min(threads, cores);
  const timeMs = (bytesPerSecond: number): number => (1000 * sampleBytes) / (bytesPerSecond * scale);
  if (codec === 'copy') return { compressMs: timeMs(copy), decompressMs: timeMs(copy) };
  const points = calibration.points.filter((point) => point.codec === codec);
  const at = (direction: 'compress' | 'decompress'): number => speedAt(points, level, direction) ?? copy;
  return { compressMs: timeMs(at('compress')), decompressMs: timeMs(at('decompress')) };
}

/** Interpolates the speed of a level between two measured ones (geometrically); undefined when the codec was not measured. */
function speedAt(
  points: readonly CalibrationPoint[],
  level: number,
  direction: 'compress' | 'decompress',
): number | undefined {
  const sorted = points.toSorted((a, b) => a.level - b.level);
  const above = sorted.find((point) => point.level >= level) ?? sorted.at(-1);
  const below = sorted.findLast((point) => point.level <= level) ?? sorted[0];
  if (!above || !below) return undefined;
  const share = above.level === below.level ? 0 : (level - below.level) / (above.level - below.level);
  return below[direction] * (above[direction] / below[direction]) ** share;
}

/** A plan that was reduced to its budget, its settings, and notes on what was dropped. */
export interface BudgetedPlan {
  readonly plan: Plan;
  readonly settings: readonly Setting[];
  /** Settings without a budget. */
  readonly planned: number;
  readonly estimateMs: number;
  /** Sentences on what was dropped, and on a typesize that was added; empty when the plan is measured as it is. */
  readonly dropped: readonly string[];
}

/** Fewer repeats are too few to estimate the spread. */
const FEWEST_REPEATS = 3;
/** A repeat that is shorter than this is one pass over the sample. */
const SHORTEST_REPEAT_MS = 10;

/**
 * Adds a typesize that packs the data better, unless typesizes were chosen, and makes a plan fit its budget. In this order: fewer repeats, down to three; shorter repeats, down to one pass over the sample;
 * fewer repeats, down to one; and only then fewer settings: the slowest ones, but no baseline, and not the last setting of a codec.
 */
export function fitBudget(chosen: Plan, calibration: Calibration): BudgetedPlan {
  const { plan, added } = withBetterTypesize(chosen, calibration);
  const settings = expandPlan(plan);
  const planned = settings.length;
  const wholeMs = estimateMs(plan, calibration);
  const { budgetMs } = plan;
  if (budgetMs === undefined || wholeMs <= budgetMs)
    return { plan, settings, planned, estimateMs: wholeMs, dropped: added };
  const cut = cutTimes(plan, (candidate) => estimateMs(candidate, calibration) <= budgetMs);
  const kept = settingsWithin(budgetMs, settings, cut, calibration);
  const budget = `to fit the budget of ${durationWords(budgetMs / 1000)}`;
  const leftOut = settings.filter((setting) => !kept.includes(setting));
  return {
    plan: cut,
    settings: kept,
    planned,
    estimateMs: sum(kept.map((setting) => settingMs(setting, cut, calibration))),
    dropped: [
      ...added,
      ...(cut.repeats < plan.repeats ? [`${cut.repeats} of ${countWords(plan.repeats, 'repeat')} ${budget}.`] : []),
      ...(sampleMinimumMs(cut) < sampleMinimumMs(plan)
        ? [`Repeats of ${lengthWords(sampleMinimumMs(cut))} ${budget}.`]
        : []),
      ...(leftOut.length > 0
        ? [`${countWords(leftOut.length, 'slowest setting')} left out ${budget}: ${namesOf(leftOut)}.`]
        : []),
    ],
  };
}

/** A plan whose typesizes were chosen by hand stays as it is. */
function withBetterTypesize(
  plan: Plan,
  { betterTypesize: better }: Calibration,
): { readonly plan: Plan; readonly added: readonly string[] } {
  if (!better || plan.typesizes.join() !== better.suggested.join()) return { plan, added: [] };
  const { typesize, ratio, suggestedRatio } = better;
  return {
    plan: { ...plan, typesizes: [...plan.typesizes, typesize] },
    added: [
      `Typesize ${typesize} is measured too: a part of the data packs ${ratioWords(ratio)} with it, and ${ratioWords(suggestedRatio)} without.`,
    ],
  };
}

function lengthWords(minimumMs: number): string {
  return minimumMs === 0 ? 'one pass over the data' : `${durationWords(minimumMs / 1000)} or one pass`;
}

/** The first plan with fewer or shorter repeats that fits; the shortest of all if none does. */
function cutTimes(plan: Plan, fits: (plan: Plan) => boolean): Plan {
  let cut = plan;
  const dropRepeats = (fewest: number): void => {
    while (cut.repeats > fewest && !fits(cut)) cut = { ...cut, repeats: cut.repeats - 1 };
  };
  dropRepeats(FEWEST_REPEATS);
  while (sampleMinimumMs(cut) > 0 && !fits(cut)) {
    const halfMs = sampleMinimumMs(cut) / 2;
    cut = { ...cut, minimumSampleMs: halfMs < SHORTEST_REPEAT_MS ? 0 : Math.floor(halfMs), minimumTotalMs: 0 };
  }
  dropRepeats(1);
  return cut;
}

/** The codecs and levels of settings: `zlib 9, zstd 9`. */
function namesOf(settings: readonly Setting[]): string {
  return [...new Set(settings.map(({ codec, level }) => `${codec} ${level}`))].toSorted().join(', ');
}

/** The baselines, one setting of each codec, and as many of the fastest others as fit, in their original order. */
function settingsWithin(
  budgetMs: number,
  settings: readonly Setting[],
  plan: Plan,
  calibration: Calibration,
): readonly Setting[] {
  const costs = settings
    .map((setting) => ({ setting, costMs: settingMs(setting, plan, calibration) }))
    .toSorted((a, b) => a.costMs - b.costMs);
  const firstOfCodec = new Set(
    settings.map(({ codec }) => costs.find(({ setting }) => setting.codec === codec && !isBaseline(setting))),
  );
  const isKept = (cost: (typeof costs)[number]): boolean => isBaseline(cost.setting) || firstOfCodec.has(cost);
  const kept = new Set(costs.filter(isKept).map(({ setting }) => setting));
  let spentMs = sum(costs.filter(isKept).map(({ costMs }) => costMs));
  for (const { setting, costMs } of costs) {
    if (kept.has(setting)) continue;
    spentMs += costMs;
    if (spentMs > budgetMs) break;
    kept.add(setting);
  }
  return settings.filter((setting) => kept.has(setting));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
