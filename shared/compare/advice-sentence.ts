import type { Crossover, UseFacts } from './advice-facts.js';
import { meanBandwidth } from './formulas.js';
import { type Goal, WORTHWHILE_RATIO } from './goal.js';
import type { Ranked } from './rank-results.js';
import type { DataFacts, Measured } from './result.js';
import { type ExtraAxis, settingWords, variedAxes } from './setting.js';
import { binarySize, countWords, durationWords, percentWords, ratioWords, speedWords } from './words.js';

/** Smaller advantages are not mentioned: the table has them. */
const NOTABLE_FACTOR = 1.5;

/** Says why to use the best setting, which ones are about equal, how far the next one is behind, and when another one is better. */
export function recommendSentence(facts: UseFacts, data: DataFacts): string {
  const { best, ties, next, crossover, knee } = facts;
  const named = [best, ...ties, ...(next ? [next] : [])].map(({ result }) => result);
  const extra = variedAxes(
    [...named, ...(crossover ? [crossover.result] : []), ...(knee ? [knee] : [])].map(({ setting }) => setting),
  );
  const clauses = [
    ...(ties.length > 0 ? [tieClause(ties, extra)] : []),
    ...(next && next.result !== knee && ties.length === 0 ? [nextClause(facts, next, extra)] : []),
    ...(knee ? [kneeClause(best.result, knee, extra)] : []),
    ...(crossover
      ? [`${slowerWords(facts.goal, crossover)} ${settingWords(crossover.result.setting, extra)} leads`]
      : []),
  ];
  return `${[mainClause(facts, data, extra), ...clauses].join('; ')}.`;
}

function mainClause(
  { goal, best, plainSeconds, isPlainTied }: UseFacts,
  data: DataFacts,
  extra: readonly ExtraAxis[],
): string {
  const { ratio, compress, decompress, setting } = best.result;
  const words = settingWords(setting, extra);
  switch (goal.kind) {
    case 'storage':
      if (isPlainTied) {
        return `At ${storageWords(goal)}, ${words} takes as long as storing without compression, within the spread of the measurements (${durationWords(best.score.value)} and ${durationWords(plainSeconds ?? 0)}), and saves space: ${ratioWords(ratio)}`;
      }
      return `At ${storageWords(goal)}, ${words} finishes first: ${durationWords(best.score.value)} instead of ${durationWords(plainSeconds ?? 0)}`;
    case 'smallest':
      return `${words} is smallest: ${ratioWords(ratio)}, ${data.sampleBytes < data.plainBytes ? 'about ' : ''}${binarySize(data.plainBytes / ratio)} instead of ${binarySize(data.plainBytes)}`;
    case 'fastest-write':
      return `${words} compresses fastest: ${speedWords(compress.median)} at a ratio of ${ratioWords(ratio)}`;
    case 'fastest-read':
      return `${words} decompresses fastest: ${speedWords(decompress.median)} at a ratio of ${ratioWords(ratio)}`;
    case 'ratio-at-least':
      return `Of the settings with a ratio of at least ${ratioWords(goal.ratio)}, ${words} compresses fastest: ${speedWords(compress.median)} at a ratio of ${ratioWords(ratio)}`;
  }
}

type StorageGoal = Extract<Goal, { kind: 'storage' }>;

function storageWords({ writeBandwidth, readBandwidth, readsPerWrite }: StorageGoal): string {
  const reads = `${countWords(readsPerWrite, 'read')} per write`;
  return writeBandwidth === readBandwidth
    ? `${speedWords(writeBandwidth)} with ${reads}`
    : `${speedWords(writeBandwidth)} for writing and ${speedWords(readBandwidth)} for reading, with ${reads}`;
}

/** On which storage another setting leads: by its bandwidth, or as a factor where writing and reading have two. */
function slowerWords(goal: Goal, { bandwidth }: Crossover): string {
  if (goal.kind !== 'storage' || goal.writeBandwidth === goal.readBandwidth) return `below ${speedWords(bandwidth)}`;
  return `on storage more than ${(meanBandwidth(goal.readsPerWrite, goal) / bandwidth).toFixed(1)}× slower`;
}

/** Number of ties that are named; the table has the others. */
const MAX_NAMED = 2;

function tieClause(ties: readonly Ranked[], extra: readonly ExtraAxis[]): string {
  const names = ties.slice(0, MAX_NAMED).map(({ result }) => settingWords(result.setting, extra));
  const more = ties.length - names.length;
  const all = more > 0 ? [...names, `${more} more`] : names;
  return `${listWords(all)} ${ties.length === 1 ? 'is' : 'are'} about equal`;
}

function listWords(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function nextClause({ goal, best }: UseFacts, next: Ranked, extra: readonly ExtraAxis[]): string {
  const words = settingWords(next.result.setting, extra);
  const behind = behindBy(goal, next.score.value, best.score.value);
  const distance = behind < 1 ? `is ${percentWords(behind)} ${BEHIND[goal.kind]}` : FAR_BEHIND[goal.kind](1 + behind);
  return `${words} ${distance}${advantage(next.result, best.result)}`;
}

function kneeClause(best: Measured, knee: Measured, extra: readonly ExtraAxis[]): string {
  const [larger, faster] = [best.ratio / knee.ratio - 1, knee.compress.median / best.compress.median];
  return `${settingWords(knee.setting, extra)} is ${percentWords(larger)} larger and writes ${faster.toFixed(1)}× faster`;
}

/** How much more time or space, or how much less speed than the best needs, as a fraction of the best. */
function behindBy(goal: Goal, value: number, best: number): number {
  if (goal.kind === 'storage') return value / best - 1;
  return goal.kind === 'smallest' ? best / value - 1 : 1 - value / best;
}

const BEHIND = {
  smallest: 'larger',
  'fastest-write': 'slower',
  'fastest-read': 'slower',
  storage: 'behind',
  'ratio-at-least': 'slower',
} as const satisfies Record<Goal['kind'], string>;

const FAR_BEHIND = {
  smallest: (factor) => `is ${factor.toFixed(1)}× larger`,
  'fastest-write': (factor) => `is ${factor.toFixed(1)}× slower`,
  'fastest-read': (factor) => `is ${factor.toFixed(1)}× slower`,
  storage: (factor) => `takes ${factor.toFixed(1)}× as long`,
  'ratio-at-least': (factor) => `is ${factor.toFixed(1)}× slower`,
} as const satisfies Record<Goal['kind'], (factor: number) => string>;

/** What the next setting does clearly better than the best; empty for nothing. */
function advantage(next: Measured, best: Measured): string {
  const factors = [
    { factor: next.compress.median / best.compress.median, words: 'writes', how: 'faster' },
    { factor: next.decompress.median / best.decompress.median, words: 'reads', how: 'faster' },
    { factor: next.ratio / best.ratio, words: 'is', how: 'smaller' },
  ];
  const notable = factors.filter(({ factor }) => factor >= NOTABLE_FACTOR).toSorted((a, b) => b.factor - a.factor)[0];
  return notable ? ` and ${notable.words} ${notable.factor.toFixed(1)}× ${notable.how}` : '';
}

/** Says why to store the data without compression. */
export function storeSentence(reason: 'incompressible' | 'slower', best: Measured, goal: Goal): string {
  if (reason === 'incompressible') {
    return `No setting reaches a ratio of ${ratioWords(WORTHWHILE_RATIO)}: storing without compression is reasonable.`;
  }
  const where = goal.kind === 'storage' ? `At ${storageWords(goal)}, ` : '';
  return `${where}storing without compression finishes first; ${settingWords(best.setting)} is the next best and saves space, at ${ratioWords(best.ratio)}.`;
}

/** Says why no setting is advised. */
export function noneSentence(goal: Goal, measured: readonly Measured[]): string {
  if (measured.length === 0) return 'No setting was measured that could be advised.';
  const closest = measured.toSorted((a, b) => b.ratio - a.ratio)[0];
  const wanted = Math.max(goal.limits?.ratio ?? 0, goal.kind === 'ratio-at-least' ? goal.ratio : 0);
  if (!closest || closest.ratio >= wanted)
    return 'No measured setting reaches all the limits together: loosen one of them.';
  return `No measured setting reaches a ratio of ${ratioWords(wanted)}; ${settingWords(closest.setting)} comes closest with ${ratioWords(closest.ratio)}.`;
}
