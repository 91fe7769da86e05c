import { describe, expect, it } from 'vitest';
import { type Calibration, estimateMs, fitBudget } from '../../../shared/compare/estimate.js';
import { expandPlan, MAX_SETTINGS, type Plan, planPreset } from '../../../shared/compare/plan.js';
import { isBaseline, settingKey, settingWords, variedAxes } from '../../../shared/compare/setting.js';
import { CODECS } from '../../../shared/format/codecs.js';
import { setting } from './runs.js';

const MIB = 2 ** 20;
const quick = planPreset('quick', 8, 2);

/** zlib at 20 MiB/s, the others at 1000. */
const calibration: Calibration = {
  points: CODECS.flatMap(({ name: codec }) =>
    [1, 9].map((level) => ({ codec, level, compress: (codec === 'zlib' ? 20 : 1000) * MIB, decompress: 1000 * MIB })),
  ),
  copy: 10_000 * MIB,
  cores: 2,
  sampleBytes: 64 * MIB,
};

describe('expandPlan', () => {
  it.each([
    ['quick', 9 + 2],
    ['balanced', 54 + 2],
    ['full', 486],
  ] as const)('makes the points and the baselines of %s', (preset, atLeast) => {
    const settings = expandPlan(planPreset(preset, 8, 2));
    expect(settings.length).toBeGreaterThanOrEqual(atLeast);
    expect(settings.length).toBeLessThanOrEqual(atLeast + 2);
    expect(new Set(settings.map(settingKey)).size).toBe(settings.length);
  });

  it('always has a plain copy and the defaults of bloscpack, at every number of threads', () => {
    const settings = expandPlan({ ...quick, threads: [1, 4], chunkSizesBytes: [2 ** 18] });
    expect(settings.filter(isBaseline).map((each) => `${settingWords(each)} · ${each.threads}`)).toEqual([
      'plain copy · 1',
      'plain copy · 4',
      'blosclz · 7 · byte shuffle · 1',
      'blosclz · 7 · byte shuffle · 4',
    ]);
  });

  it('refuses empty axes, values out of range and too many settings', () => {
    const bad: readonly Partial<Plan>[] = [
      { codecs: [] },
      { levels: [] },
      { levels: [10] },
      { typesizes: [0] },
      { threads: [257] },
      { repeats: 0 },
      { chunkSizesBytes: [1.5] },
      { levels: [1, 2, 3, 4, 5], typesizes: Array.from({ length: 255 }, (_, index) => index + 1) },
    ];
    for (const change of bad) expect(() => expandPlan({ ...quick, ...change })).toThrow(/plan|must be/);
    expect(MAX_SETTINGS).toBeLessThan(9 * 5 * 255);
  });
});

describe('estimateMs', () => {
  it('counts the checked pass and whole passes until the minimum time has passed', () => {
    const plan = { ...quick, codecs: ['lz4'], shuffles: ['byte'], threads: [1], repeats: 5 } as const;
    // Per direction 64 ms a pass, four passes to reach 200 ms; lz4 and the default, each checked at 2 * 64 + 2 * 6.4 ms.
    const blosc = 2 * (2 * 64 + 2 * 6.4 + 5 * 2 * 256);
    const copy = 4 * 6.4 + 5 * 2 * 32 * 6.4;
    expect(estimateMs(plan, calibration)).toBeCloseTo(blosc + copy, 6);
  });

  it('of the quick preset is about 20 seconds', () => {
    expect(estimateMs(quick, calibration) / 1000).toBeGreaterThan(15);
    expect(estimateMs(quick, calibration) / 1000).toBeLessThan(30);
  });
});

describe('fitBudget', () => {
  const balanced = planPreset('balanced', 8, 1);

  it('drops nothing when there is time', () => {
    expect(fitBudget(quick, calibration)).toMatchObject({ plan: quick, dropped: [] });
    expect(fitBudget({ ...quick, budgetMs: 60_000 }, calibration).dropped).toEqual([]);
  });

  it('adds a typesize that packs the data better, unless the typesizes were chosen', () => {
    const betterTypesize = { typesize: 8, ratio: 6.02, suggested: [2], suggestedRatio: 3.1 };
    const plan = planPreset('quick', 2, 1);
    const fit = fitBudget(plan, { ...calibration, betterTypesize });
    expect(fit.plan.typesizes).toEqual([2, 8]);
    expect(fit.planned).toBe(fit.settings.length);
    expect(fit.dropped).toEqual([
      'Typesize 8 is measured too: a part of the data packs 6.02× with it, and 3.10× without.',
    ]);
    const chosen = { ...plan, typesizes: [2, 4] };
    expect(fitBudget(chosen, { ...calibration, betterTypesize })).toMatchObject({ plan: chosen, dropped: [] });
  });

  it('drops repeats before settings', () => {
    const wholeMs = estimateMs(balanced, calibration);
    const fit = fitBudget({ ...balanced, budgetMs: wholeMs * 0.8 }, calibration);
    expect(fit.plan.repeats).toBeLessThan(7);
    expect(fit.settings).toHaveLength(expandPlan(balanced).length);
    expect(fit.estimateMs).toBeLessThanOrEqual(wholeMs * 0.8);
    expect(fit.dropped.join(' ')).toMatch(/^[3-6] of 7 repeats to fit the budget/);
  });

  it('then shortens the repeats, so that 30 s are enough for every setting', () => {
    const quicker = { ...calibration, sampleBytes: 2 * MIB };
    const fit = fitBudget({ ...balanced, budgetMs: 30_000 }, quicker);
    expect(fit.plan.repeats).toBe(3);
    expect(fit.settings).toHaveLength(expandPlan(balanced).length);
    expect(fit.estimateMs).toBeLessThanOrEqual(30_000);
    expect(fit.dropped.at(-1)).toMatch(/^Repeats of \d+ ms or one pass to fit the budget of 30 s\.$/);
  });

  it('then drops the slowest settings and names them, but no baseline and no codec', () => {
    const fit = fitBudget({ ...balanced, budgetMs: 20_000 }, calibration);
    expect(fit.plan.repeats).toBe(1);
    expect(fit.settings.length).toBeLessThan(expandPlan(balanced).length);
    expect(fit.settings.filter(isBaseline)).toHaveLength(2);
    expect(fit.dropped.at(-1)).toBe('8 slowest settings left out to fit the budget of 20 s: zlib 1, zlib 5, zlib 9.');
    for (const budgetMs of [1, 20_000]) {
      const { settings } = fitBudget({ ...balanced, budgetMs }, calibration);
      const codecs = settings.filter((each) => !isBaseline(each)).map(({ codec }) => codec);
      expect(new Set(codecs)).toEqual(new Set(CODECS.map(({ name }) => name)));
    }
  });
});

describe('settingWords', () => {
  it('has codec, level and filter, and the other axes that differ', () => {
    expect(settingWords(setting())).toBe('lz4 · 5 · byte shuffle');
    const settings = [setting({ shuffle: 'bit', typesize: 4 }), setting({ threads: 2, chunkSizeBytes: 2 ** 18 })];
    const extra = variedAxes(settings);
    expect(settings.map((each) => settingWords(each, extra))).toEqual([
      'lz4 · 5 · bit shuffle · chunks of 1 MiB · typesize 4 · 1 thread',
      'lz4 · 5 · byte shuffle · chunks of 256 KiB · typesize 8 · 2 threads',
    ]);
  });
});
