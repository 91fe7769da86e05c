import { describe, expect, it } from 'vitest';
import { FIRST_GOAL } from '../../../../renderer/app/comparison/goal-choice.js';
import { pinAsA, pinAsB, swapPins } from '../../../../renderer/app/comparison/pins.js';
import { sampleRun } from '../../../../renderer/dev/sample-compare.js';
import {
  paretoAxes,
  paretoPoints,
  placeLabels,
  placeLeader,
} from '../../../../renderer/features/compare/charts/pareto-model.js';
import {
  effectiveAt,
  spreadLabels,
  throughputLines,
} from '../../../../renderer/features/compare/charts/throughput-model.js';
import { timeBars } from '../../../../renderer/features/compare/charts/time-model.js';
import { readModel } from '../../../../renderer/features/compare/model/read-model.js';
import { parseNumbers } from '../../../../renderer/features/compare/plan/plan-words.js';
import { factorsOf } from '../../../../renderer/features/compare/read/ab-model.js';
import { columnsOf, filterRows, sortRows } from '../../../../renderer/features/compare/read/columns.js';
import { resultsCsv } from '../../../../shared/compare/export-csv.js';
import type { Goal } from '../../../../shared/compare/goal.js';

const run = sampleRun();
const model = readModel(run, FIRST_GOAL);
const MIB = 2 ** 20;

describe('the charts of a run', () => {
  it('show the numbers of the CSV', () => {
    const [head = '', ...lines] = resultsCsv(run).trim().split('\n');
    const names = head.split(',');
    const rows = lines.map((line) => new Map(line.split(',').map((cell, at) => [names[at], cell])));
    const inCsv = rows
      .filter((row) => row.get('verified') === 'yes')
      .map(
        (row) =>
          `${row.get('ratio')} ${Number(row.get('compress_median')) / MIB} ${Number(row.get('decompress_q1')) / MIB}`,
      );
    const reads = paretoPoints(model, 'decompress', new Set());
    const inCharts = paretoPoints(model, 'compress', new Set()).map(
      ({ ratio, speed }, at) => `${ratio} ${speed} ${reads[at]?.speedLow}`,
    );
    expect(inCharts.toSorted()).toEqual(inCsv.toSorted());
  });

  it('leave out failed settings', () => {
    expect(model.failed).toHaveLength(1);
    expect(model.rows).toHaveLength(run.results.length - 1);
  });

  it('have the effective speeds of the table at the chosen bandwidth', () => {
    const [line] = throughputLines(model, {});
    const row = model.byKey.get(line?.key ?? '');
    expect(line && effectiveAt('total', 10, line.speeds, 500, false)).toBeCloseTo((row?.effectiveTotal ?? 0) / MIB, 6);
  });

  it('sum the parts of the time to the time of the table, uncompressed first', () => {
    const [plain, best] = timeBars(model, 'all', 100);
    expect(plain?.total).toBeCloseTo(model.plainSeconds, 9);
    expect(best?.total).toBeCloseTo(model.byKey.get(best?.key ?? '')?.totalSeconds ?? 0, 9);
  });

  it('spread close ratios over the axis, with round ticks, and leave the plain copy out of it', () => {
    const all = paretoPoints(model, 'compress', new Set());
    const compressing = all.filter(({ row }) => !row.isCopy).slice(0, 3);
    const points = compressing.map((point, at) => ({ ...point, ratio: [1.21, 1.22, 1.24][at] ?? 1 }));
    const copy = all.filter(({ row }) => row.isCopy);
    const { x } = paretoAxes([...points, ...copy], true);
    expect(x.domain[0]).toBeGreaterThan(1.2);
    expect(x.domain[1]).toBeLessThan(1.25);
    for (const tick of x.ticks) expect(String(tick).length).toBeLessThanOrEqual(5);
    const whole = paretoAxes(all, true);
    expect(whole.x.domain[0]).toBe(1);
    const logarithmic = paretoAxes(
      points.map((point, at) => ({ ...point, ratio: [0.04, 8, 300][at] ?? 1 })),
      true,
      true,
    );
    expect(logarithmic.x.domain[0]).toBe(0.02);
    expect(logarithmic.x.ticks).toContain(100);
  });

  it('lead to the name of the default where it covers no mark', () => {
    const area = { left: 0, top: 0, right: 400, bottom: 300 };
    const mark = { key: 'default', text: 'default', x: 200, y: 100 };
    expect(placeLeader(mark, [], [], area)).toMatchObject({ x: 156, y: 132, anchor: 'end' });
    const inTheWay = [{ x: 140, y: 130 }];
    expect(placeLeader(mark, inTheWay, [], area)).toMatchObject({ x: 244, y: 132, anchor: 'start' });
    expect(placeLeader({ ...mark, x: 20 }, [], [], area).anchor).toBe('start');
  });

  it('never draw two labels over each other', () => {
    const area = { left: 0, top: 0, right: 200, bottom: 200 };
    const wishes = ['a', 'b'].map((key) => ({ key, text: 'zstd 5', x: 100, y: 100 }));
    const [first, second] = placeLabels(wishes, [{ x: 100, y: 100 }], area);
    expect([first?.x, first?.y]).not.toEqual([second?.x, second?.y]);
    expect(spreadLabels([10, 12, 11], 14, 0)).toEqual([10, 38, 24]);
  });
});

describe('the pins', () => {
  it('contain a setting once, and unpin it when it is pinned again', () => {
    expect(pinAsB(pinAsA({}, 'x'), 'x')).toEqual({ b: 'x', active: 'x' });
    expect(pinAsA(pinAsA({}, 'x'), 'x')).toEqual({ active: 'x' });
    expect(swapPins({ a: 'x', b: 'y' })).toEqual({ a: 'y', b: 'x' });
  });

  it('find no clear difference inside the spread', () => {
    const [row] = model.rows;
    if (!row) throw new Error('the made-up run is empty');
    const words = factorsOf(row, row, model.goal, run.data).map((factor) => factor.words);
    expect(new Set(words)).toEqual(new Set(['no clear difference']));
  });
});

describe('this goal', () => {
  const row = (name: string) => {
    const found = model.rows.find((one) => one.name === name);
    if (!found) throw new Error(`${name} is not in the made-up run`);
    return found;
  };
  const words = (kind: Goal['kind'], b: string) => {
    const { goal } = readModel(run, { ...FIRST_GOAL, kind });
    return factorsOf(row('lz4 5 byte'), row(b), goal, run.data).at(-1)?.words;
  };

  it('is compared by the number that the goal ranks by, in its words', () => {
    const [a, b] = [row('lz4 5 byte'), row('zstd 9 bit')];
    expect(words('smallest', 'zstd 9 bit')).toBe(`${(b.result.ratio / a.result.ratio).toFixed(2)}× smaller`);
    expect(words('fastest-write', 'zstd 9 bit')).toMatch(/× slower$/);
    expect(words('storage', 'zstd 9 bit')).toMatch(/× (longer|shorter)$/);
  });

  it('ties as the ranking does', () => {
    const tied = model.rows.filter(({ place, isTied }) => isTied && place === 1);
    const [first, second] = tied;
    if (first && second) {
      expect(factorsOf(first, second, model.goal, run.data).at(-1)?.words).toBe('no clear difference');
    }
    expect(tied.length).toBeGreaterThan(1);
  });
});

describe('the table', () => {
  it('sets the plain copy beside the best by the time without compression', () => {
    const copy = model.rows.find(({ isCopy }) => isCopy);
    const best = model.advice.kind === 'use' ? model.advice.best.score.value : Number.NaN;
    expect(copy?.toBest).toBeCloseTo(model.plainSeconds / best - 1, 10);
  });

  it('puts the advised setting first and sorts by any column', () => {
    const columns = columnsOf(model);
    const [first] = sortRows(model.rows, columns, { by: 'place', descending: false });
    expect(model.advice.kind === 'use' && model.advice.best.result).toBe(first?.result);
    const [tightest] = sortRows(model.rows, columns, { by: 'ratio', descending: true });
    expect(tightest?.result.ratio).toBe(Math.max(...model.rows.map(({ result }) => result.ratio)));
  });

  it('filters by all words', () => {
    expect(filterRows(model.rows, 'zstd bit').map(({ name }) => name)).toEqual([
      'zstd 1 bit',
      'zstd 5 bit',
      'zstd 9 bit',
    ]);
  });
});

describe('a list of numbers in the plan', () => {
  it('is parsed in order without duplicates, and refused out of bounds', () => {
    expect(parseNumbers('8, 1 4,4', 1, 255)).toEqual([1, 4, 8]);
    expect(parseNumbers('0', 1, 255)).toBeUndefined();
    expect(parseNumbers('1.5', 1, 255)).toBeUndefined();
  });
});
