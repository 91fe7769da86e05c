import { FEWEST_FOR_SPREAD, type Goal } from './goal.js';
import { frontiersOf, frontierWords } from './pareto.js';
import { type Ranked, rank } from './rank-results.js';
import { type Measured, measuredOf, type Run } from './result.js';
import { type ExtraAxis, type Setting, settingKey, settingWords, variedAxes } from './setting.js';
import { binarySize, countWords, durationWords, ratioRangeWords, ratioWords, speedWords } from './words.js';

/** A result as text, for tables in Markdown and HTML. */
export interface SummaryRow {
  /** `1`, `4 =` for a tie, empty where the goal does not rank it. */
  readonly place: string;
  readonly setting: Setting;
  readonly name: string;
  readonly ratio: string;
  readonly compress: string;
  readonly decompress: string;
  readonly score: string;
  readonly memory: string;
  /** The directions in which it is on the frontier: `write, read`. */
  readonly frontier: string;
}

/** A row's texts: place, setting, ratio, compress, decompress, goal, memory, frontier. */
export function summaryCells(row: SummaryRow): readonly string[] {
  return [row.place, row.name, row.ratio, row.compress, row.decompress, row.score, row.memory, row.frontier];
}

/** All measured settings: first those that the goal ranks, then the others (baselines, and settings that miss a limit). */
export function summaryRows(run: Pick<Run, 'data' | 'results'>, goal: Goal): readonly SummaryRow[] {
  const ranked = rank(goal, run.results, run.data);
  const measured = measuredOf(run.results);
  const extra = variedAxes(measured.map(({ setting }) => setting));
  const frontier = frontiersOf(measured);
  const keys = new Set(ranked.map(({ result }) => settingKey(result.setting)));
  const rest = measured.filter(({ setting }) => !keys.has(settingKey(setting)));
  return [
    ...ranked.map((item) => rowOf(item.result, extra, frontier, goal, item)),
    ...rest.map((result) => rowOf(result, extra, frontier, goal)),
  ];
}

function rowOf(
  result: Measured,
  extra: readonly ExtraAxis[],
  frontier: ReturnType<typeof frontiersOf>,
  goal: Goal,
  ranked?: Ranked,
): SummaryRow {
  const { setting, ratio, ratioLow, ratioHigh, compress, decompress, memoryBytes } = result;
  const clock = result.byClock ? ' CPU' : '';
  return {
    place: ranked ? `${ranked.place}${ranked.isTied ? ' =' : ''}` : '',
    setting,
    name: settingWords(setting, extra),
    ratio: ratioRangeWords(ratio, ratioLow, ratioHigh),
    compress: seriesWords(compress) + clock,
    decompress: seriesWords(decompress) + clock,
    score: ranked ? scoreWords(goal, ranked) : '',
    memory: binarySize(memoryBytes),
    frontier: frontierWords(frontier(setting)),
  };
}

function seriesWords({ repeats, median, q1, q3 }: Measured['compress']): string {
  if (repeats.length < FEWEST_FOR_SPREAD) return `${speedWords(median)} (${countWords(repeats.length, 'repeat')})`;
  return `${speedWords(median)} (${speedWords(q1).replace(' MiB/s', '')}–${speedWords(q3).replace(' MiB/s', '')})`;
}

function scoreWords(goal: Goal, { score }: Ranked): string {
  if (goal.kind === 'storage') return durationWords(score.value);
  return goal.kind === 'smallest' ? ratioWords(score.value) : speedWords(score.value);
}
