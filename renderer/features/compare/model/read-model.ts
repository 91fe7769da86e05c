import { advise } from '../../../../shared/compare/advice.js';
import type { Advice } from '../../../../shared/compare/advice-facts.js';
import {
  readSpeed,
  storedSpeedsOf,
  totalSeconds,
  totalSpeed,
  UNCOMPRESSED,
  writeSpeed,
} from '../../../../shared/compare/formulas.js';
import { type Goal, type GoalKind, SCORES, scoreOf } from '../../../../shared/compare/goal.js';
import { frontiersOf, type OnFrontier } from '../../../../shared/compare/pareto.js';
import { rank } from '../../../../shared/compare/rank-results.js';
import { type Failed, failedOf, type Measured, measuredOf, type Run } from '../../../../shared/compare/result.js';
import {
  type ExtraAxis,
  isBloscpackDefault,
  type Setting,
  settingKey,
  variedAxes,
} from '../../../../shared/compare/setting.js';
import { binarySize } from '../../../../shared/compare/words.js';
import { type GoalChoice, goalOf, storageOf } from '../../../app/comparison/goal-choice.js';

/** A measured setting with all values that charts and table show. Speeds in uncompressed bytes per second. */
export interface ReadRow {
  readonly key: string;
  /** `lz4 9 bit`, and the values of the varied axes. */
  readonly name: string;
  readonly result: Measured;
  /** Rank by the goal; undefined where the goal does not rank it. */
  readonly place: number | undefined;
  readonly isTied: boolean;
  /** Position in the ranking, ties included; after all ranked ones where the goal does not rank it. */
  readonly order: number;
  readonly effectiveWrite: number;
  readonly effectiveRead: number;
  /** Over one write and the goal's reads. */
  readonly effectiveTotal: number;
  /** Seconds for all of the data, one write and the goal's reads. */
  readonly totalSeconds: number;
  /** The value by which the goal ranks. */
  readonly score: number;
  /** Distance to the best score as a fraction; undefined where nothing is ranked. */
  readonly toBest: number | undefined;
  readonly onFrontier: OnFrontier;
  readonly isDefault: boolean;
  readonly isCopy: boolean;
}

/** A run evaluated for a goal: all that the page shows. */
export interface ReadModel {
  readonly run: Run;
  readonly choice: GoalChoice;
  readonly goal: Goal;
  readonly advice: Advice;
  readonly rows: readonly ReadRow[];
  readonly byKey: ReadonlyMap<string, ReadRow>;
  readonly failed: readonly Failed[];
  /** Axes beyond codec, level and shuffle in which the run varies. */
  readonly axes: readonly ExtraAxis[];
  /** Seconds without compression: one write and the goal's reads. */
  readonly plainSeconds: number;
}

export function readModel(run: Run, choice: GoalChoice): ReadModel {
  const goal = goalOf(choice);
  const measured = measuredOf(run.results);
  const axes = variedAxes(measured.map(({ setting }) => setting));
  const ranked = new Map(rank(goal, run.results, run.data).map((item) => [settingKey(item.result.setting), item]));
  const best = [...ranked.values()][0]?.score.value;
  const frontiers = frontiersOf(measured);
  const rows = measured.map((result): ReadRow => {
    const key = settingKey(result.setting);
    const item = ranked.get(key);
    const score = scoreOf(goal, result, run.data).value;
    return {
      key,
      name: shortName(result.setting, axes),
      result,
      place: item?.place,
      isTied: item?.isTied ?? false,
      order: item ? [...ranked.keys()].indexOf(key) : ranked.size,
      ...effective(result, choice, run.data.plainBytes),
      score,
      toBest: best === undefined ? undefined : behind(goal.kind, score, best),
      onFrontier: frontiers(result.setting),
      isDefault: isBloscpackDefault(result.setting),
      isCopy: result.setting.codec === 'copy',
    };
  });
  return {
    run,
    choice,
    goal,
    advice: advise(run, goal),
    rows,
    byKey: new Map(rows.map((row) => [row.key, row])),
    failed: failedOf(run.results),
    axes,
    plainSeconds: totalSeconds(run.data.plainBytes, choice.readsPerWrite, UNCOMPRESSED, storageOf(choice)),
  };
}

function effective(result: Measured, choice: GoalChoice, plainBytes: number) {
  const storage = storageOf(choice);
  const { readsPerWrite } = choice;
  const speeds = storedSpeedsOf(result);
  return {
    effectiveWrite: writeSpeed(speeds, storage),
    effectiveRead: readSpeed(speeds, storage),
    effectiveTotal: totalSpeed(readsPerWrite, speeds, storage),
    totalSeconds: totalSeconds(plainBytes, readsPerWrite, speeds, storage),
  };
}

function behind(kind: GoalKind, score: number, best: number): number {
  return SCORES[kind].better === 'lower' ? score / best - 1 : best / score - 1;
}

const EXTRA_NAMES = {
  chunkSizeBytes: ({ chunkSizeBytes }) => binarySize(chunkSizeBytes),
  blocksizeBytes: ({ blocksizeBytes }) =>
    blocksizeBytes === 0 ? 'auto blocks' : `${binarySize(blocksizeBytes)} blocks`,
  typesize: ({ typesize }) => `t${typesize}`,
  threads: ({ threads }) => `${threads} thr`,
} as const satisfies Record<ExtraAxis, (setting: Setting) => string>;

/** `lz4 9 bit`, `lz4 9 bit 256 KiB`: short enough for a label in a chart. */
export function shortName(setting: Setting, axes: readonly ExtraAxis[]): string {
  const { codec, level, shuffle } = setting;
  if (codec === 'copy') return axes.includes('threads') ? `plain copy ${setting.threads} thr` : 'plain copy';
  return [codec, level, shuffle, ...axes.map((axis) => EXTRA_NAMES[axis](setting))].join(' ');
}
