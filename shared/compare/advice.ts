import type { Advice, Crossover, UseFacts } from './advice-facts.js';
import { noneSentence, recommendSentence, storeSentence } from './advice-sentence.js';
import { loadWords } from './caption.js';
import { crossoverBandwidth, meanBandwidth, speedsOf, totalSeconds, UNCOMPRESSED } from './formulas.js';
import { exactScore, FEWEST_FOR_SPREAD, type Goal, isEligible, UNKNOWN_SPREAD, WORTHWHILE_RATIO } from './goal.js';
import { isTie, type Ranked, rank } from './rank-results.js';
import { type DataFacts, failedOf, isTiny, type Measured, measuredOf, type Run } from './result.js';
import { settingKey, settingWords } from './setting.js';
import { ratioWithUnseen, unseenShare } from './statistics.js';
import { countWords, grouped, percentWords, ratioWords } from './words.js';

/** What an advice needs of a run. */
export type AdvisedRun = Pick<Run, 'data' | 'results' | 'planned' | 'environment'>;

/**
 * The advice for a goal, from the settings whose round trip was verified. While some of the planned settings have no result, the
 * sentence starts with how many have one, since the best may be among the others.
 */
export function advise(run: AdvisedRun, goal: Goal): Advice {
  const advice = adviseOnMeasured(run, goal);
  const { results, planned = 0 } = run;
  if (planned <= results.length) return advice;
  return {
    ...advice,
    sentence: `Provisional, after ${results.length} of ${countWords(planned, 'setting')}. ${advice.sentence}`,
  };
}

function adviseOnMeasured(run: AdvisedRun, goal: Goal): Advice {
  const measured = measuredOf(run.results).filter(({ setting }) => setting.codec !== 'copy');
  const tightest = measured.toSorted((a, b) => b.ratio - a.ratio)[0];
  const cautions = generalCautions(run);
  if (tightest !== undefined && tightest.ratio < WORTHWHILE_RATIO) {
    const sentence = storeSentence('incompressible', tightest, goal);
    return { kind: 'store', reason: 'incompressible', goal, best: tightest, sentence, cautions };
  }
  const ranked = rank(goal, run.results, run.data);
  const best = ranked[0];
  if (!best) return { kind: 'none', goal, sentence: noneSentence(goal, measured), cautions };
  const plainSeconds = secondsWithout(goal, run.data.plainBytes);
  const isPlainTied = plainSeconds !== undefined && isTie(best.score, exactScore(plainSeconds));
  if (plainSeconds !== undefined && !isPlainTied && plainSeconds <= best.score.value) {
    const sentence = storeSentence('slower', best.result, goal);
    return { kind: 'store', reason: 'slower', goal, best: best.result, sentence, cautions };
  }
  const facts: UseFacts = {
    kind: 'use',
    goal,
    best,
    ties: ranked.filter(({ place }, index) => place === best.place && index > 0),
    next: ranked.find(({ place }) => place > best.place),
    plainSeconds,
    isPlainTied,
    crossover: crossoverBelow(goal, best.result, measured),
    knee: goal.kind === 'smallest' ? kneeOf(ranked) : undefined,
  };
  return {
    ...facts,
    sentence: recommendSentence(facts, run.data),
    cautions: [...cautions, ...cautionsOn(best.result, run)],
  };
}

function secondsWithout(goal: Goal, plainBytes: number): number | undefined {
  return goal.kind === 'storage' ? totalSeconds(plainBytes, goal.readsPerWrite, UNCOMPRESSED, goal) : undefined;
}

/** Little larger than the smallest, as a share of it, and so much faster to write that it is worth naming. */
const KNEE_LARGER = 0.05;
const KNEE_FASTER = 3;

/** The fastest to write of the settings that are little larger than the smallest. */
function kneeOf(ranked: readonly Ranked[]): Measured | undefined {
  const best = ranked[0]?.result;
  if (!best) return undefined;
  return ranked
    .map(({ result }) => result)
    .filter(({ ratio }) => best.ratio / ratio - 1 <= KNEE_LARGER)
    .filter(({ compress }) => compress.median >= KNEE_FASTER * best.compress.median)
    .toSorted((a, b) => b.compress.median - a.compress.median)[0];
}

/** On slower storage, settings with higher ratios are better: the highest bandwidth below the goal's at which another one is best. */
function crossoverBelow(goal: Goal, best: Measured, measured: readonly Measured[]): Crossover | undefined {
  if (goal.kind !== 'storage' || goal.overlap) return undefined;
  const own = meanBandwidth(goal.readsPerWrite, goal);
  const crossovers = measured
    .filter((result) => isEligible(goal, result) && result.ratio > best.ratio)
    .flatMap((result) => {
      const bandwidth = crossoverBandwidth(goal.readsPerWrite, speedsOf(best), speedsOf(result));
      return bandwidth !== undefined && bandwidth < own ? [{ bandwidth, result }] : [];
    });
  return crossovers.toSorted((a, b) => b.bandwidth - a.bandwidth)[0];
}

function generalCautions({ data, results, environment }: AdvisedRun): readonly string[] {
  const busy = measuredOf(results).filter(({ flags }) => flags.includes('busy'));
  const failed = failedOf(results);
  const fewest = Math.min(...measuredOf(results).map(({ compress }) => compress.repeats.length));
  return [
    ...(busy.length > 0
      ? [
          `The machine was busy while ${busy.length} of ${countWords(results.length, 'setting')} were measured (${loadWords(environment)}): their speeds are by CPU time. Measure again on a quiet machine before you rely on them.`,
        ]
      : []),
    ...(fewest < FEWEST_FOR_SPREAD
      ? [
          `Some settings were measured ${fewest === 1 ? 'once' : 'twice'}: their spread is not known, and differences of ${percentWords(UNKNOWN_SPREAD)} count as none.`,
        ]
      : []),
    ...(isTiny(data) ? ['The data are under 1 MiB: their timings are dominated by overhead.'] : []),
    ...(failed.length > 0
      ? [`${countWords(failed.length, 'setting')} failed and ${failed.length === 1 ? 'is' : 'are'} not considered.`]
      : []),
  ];
}

function cautionsOn(best: Measured, run: AdvisedRun): readonly string[] {
  const words = settingWords(best.setting);
  return [
    ...unseenWarning(best, run.data),
    ...typesizeWarnings(best, run),
    ...(best.flags.includes('unstable')
      ? [`The repeats of ${words} vary too much: measure again on a quiet machine.`]
      : []),
    ...(best.flags.includes('drift') ? [`The machine changed its speed while ${words} was measured.`] : []),
  ];
}

/** What a sample cannot show: with 64 chunks, about 5 % of the data can be unlike all of them. */
function unseenWarning({ ratio }: Measured, data: DataFacts): readonly string[] {
  const share = unseenShare(data);
  if (share === 0) return [];
  return [
    `Of ${grouped(data.chunksTotal)} chunks, ${grouped(data.chunksSampled)} were measured: up to ${percentWords(share)} of the data can be unlike all of them, and if that part cannot be compressed, the ratio is ${ratioWords(ratioWithUnseen(ratio, share))}.`,
  ];
}

/** A smaller gain is not mentioned. */
const MIN_GAIN = 1.02;

/**
 * Warnings about the typesize of an advised setting: another typesize, with otherwise equal settings, has a better ratio, or the
 * setting shuffles bytes at typesize 1, which does nothing.
 */
function typesizeWarnings(best: Measured, { data, results }: AdvisedRun): readonly string[] {
  const { setting } = best;
  if (setting.typesize === 1 && setting.shuffle === 'byte') {
    return ['Byte shuffle does nothing at typesize 1: set the typesize to the size of an item.'];
  }
  const alike = measuredOf(results).filter((result) => isAlike(result, best));
  const own = alike.find((result) => result.setting.typesize === data.itemsize);
  const tightest = [...alike, best].toSorted((a, b) => b.ratio - a.ratio)[0] ?? best;
  const reference = own ?? best;
  if (tightest === reference || tightest.ratio < reference.ratio * MIN_GAIN) return [];
  if (tightest.ratioLow <= reference.ratioHigh && tightest.ratioLow !== tightest.ratioHigh) return [];
  const owner = own ? `the item's own size of ${reference.setting.typesize}` : `typesize ${reference.setting.typesize}`;
  if (tightest === best) {
    return [
      `This uses typesize ${setting.typesize}: with ${owner} the ratio is ${ratioWords(reference.ratio)} instead of ${ratioWords(best.ratio)}.`,
    ];
  }
  return [
    `With typesize ${tightest.setting.typesize} the ratio is ${ratioWords(tightest.ratio)}; this uses typesize ${setting.typesize}, with ${ratioWords(best.ratio)}.`,
  ];
}

function isAlike(a: Measured, b: Measured): boolean {
  return settingKey({ ...a.setting, typesize: 1 }) === settingKey({ ...b.setting, typesize: 1 });
}
