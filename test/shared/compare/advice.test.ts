import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advise } from '../../../shared/compare/advice.js';
import { evenStorage, totalSeconds } from '../../../shared/compare/formulas.js';
import type { Goal } from '../../../shared/compare/goal.js';
import { rank } from '../../../shared/compare/rank-results.js';
import type { Failed, Run } from '../../../shared/compare/result.js';
import { seriesOf } from '../../../shared/compare/statistics.js';
import { caseCount } from '../../cases.js';
import { measured, runOf, setting } from './runs.js';

const MIB = 2 ** 20;
const copy = measured({ setting: { codec: 'copy' }, ratio: 1, compress: 12_000, decompress: 12_000 });
const lz4 = measured({ ratio: 4, compress: 4000, decompress: 8000 });
const snappy = measured({ setting: { codec: 'snappy' }, ratio: 3, compress: 2000, decompress: 9500 });
const zstd = measured({ setting: { codec: 'zstd', shuffle: 'bit' }, ratio: 7, compress: 700, decompress: 3000 });
const zlib = measured({ setting: { codec: 'zlib', level: 9 }, ratio: 6, compress: 40, decompress: 600 });
const planted = runOf([copy, lz4, snappy, zstd, zlib]);

const storage = (bandwidthMib: number, readsPerWrite: number): Goal => ({
  kind: 'storage',
  ...evenStorage(bandwidthMib * MIB),
  readsPerWrite,
});

function advised(run: Run, goal: Goal) {
  const advice = advise(run, goal);
  if (advice.kind !== 'use') throw new Error(`expected a setting, found: ${advice.sentence}`);
  return advice;
}

describe('the planted answer', () => {
  it.each([
    [
      { kind: 'smallest' },
      'zstd',
      'zstd · 5 · bit shuffle is smallest: 7.00×, about 143 MiB instead of 1,000 MiB; zlib · 9 · byte shuffle is 17 % larger.',
    ],
    [
      { kind: 'fastest-write' },
      'lz4',
      'lz4 · 5 · byte shuffle compresses fastest: 4,000 MiB/s at a ratio of 4.00×; snappy · 5 · byte shuffle is 50 % slower.',
    ],
    [
      { kind: 'fastest-read' },
      'snappy',
      'snappy · 5 · byte shuffle decompresses fastest: 9,500 MiB/s at a ratio of 3.00×; lz4 · 5 · byte shuffle is 16 % slower and writes 2.0× faster.',
    ],
    [
      { kind: 'ratio-at-least', ratio: 6 },
      'zstd',
      'Of the settings with a ratio of at least 6.00×, zstd · 5 · bit shuffle compresses fastest: 700 MiB/s at a ratio of 7.00×; zlib · 9 · byte shuffle is 94 % slower.',
    ],
    [storage(500, 10), 'lz4', undefined],
    [storage(100, 10), 'zstd', undefined],
    [{ ...storage(100, 10), limits: { compress: 1000 * MIB } }, 'lz4', undefined],
    [{ kind: 'smallest', limits: { decompress: 5000 * MIB } }, 'lz4', undefined],
  ] as const satisfies readonly (readonly [Goal, string, string | undefined])[])(
    'of goal %j is %s',
    (goal, codec, sentence) => {
      const advice = advised(planted, goal);
      expect(advice.best.result.setting.codec).toBe(codec);
      expect(advice.ties).toEqual([]);
      if (sentence !== undefined) expect(advice.sentence).toBe(sentence);
    },
  );

  it('of a storage names the times, the next setting, and where another one is better', () => {
    const advice = advised(planted, storage(500, 10));
    // T = 1000/4000 + 10*1000/8000 + 11*1000/(4*500), and 22 s without compression.
    expect(advice.best.score.value).toBeCloseTo(0.25 + 1.25 + 5.5, 10);
    expect(advice.plainSeconds).toBeCloseTo(22, 10);
    // Equal where 11*1000/B * (1/4 - 1/7) = (1/700 + 10/3000 - 1/4000 - 10/8000) * 1000.
    expect((advice.crossover?.bandwidth ?? 0) / MIB).toBeCloseTo(
      (11 * (1 / 4 - 1 / 7)) / (1 / 700 + 10 / 3000 - 1.5e-3),
      6,
    );
    expect(advice.sentence).toBe(
      'At 500 MiB/s with 10 reads per write, lz4 · 5 · byte shuffle finishes first: 7 s instead of 22 s; ' +
        'zstd · 5 · bit shuffle is 13 % behind and is 1.8× smaller; below 361 MiB/s zstd · 5 · bit shuffle leads.',
    );
  });

  it('names the setting at the knee: little larger than the smallest, and much faster to write', () => {
    const slow = measured({ setting: { codec: 'zstd', level: 9 }, ratio: 7.2, compress: 40, decompress: 3000 });
    expect(advised(runOf([slow, zstd, zlib]), { kind: 'smallest' }).sentence).toContain(
      'zstd · 5 · bit shuffle is 3 % larger and writes 17.5× faster',
    );
    expect(advised(runOf([slow, zlib]), { kind: 'smallest' }).knee).toBeUndefined();
  });

  it('names a distance of more than the whole as a factor', () => {
    const far = measured({ setting: { codec: 'zlib' }, ratio: 1.2, compress: 700, decompress: 900 });
    expect(advised(runOf([zstd, far]), { kind: 'smallest' }).sentence).toContain(
      'zlib · 5 · byte shuffle is 5.8× larger',
    );
    expect(advised(runOf([zstd, far]), storage(100, 10)).sentence).toMatch(/takes \d\.\d× as long/);
  });

  it('changes at the crossover that the sentence names', () => {
    const { crossover } = advised(planted, storage(500, 10));
    const bandwidth = (crossover?.bandwidth ?? 0) / MIB;
    expect(advised(planted, storage(bandwidth * 1.2, 10)).best.result).toBe(lz4);
    expect(advised(planted, storage(bandwidth / 1.2, 10)).best.result).toBe(zstd);
    expect(advised(planted, storage(bandwidth, 10))).toMatchObject({ best: { result: zstd }, ties: [{ result: lz4 }] });
  });

  it('takes writing and reading at their own bandwidths, with which the opposite setting can win', () => {
    const slow = measured({ setting: { codec: 'zstd' }, ratio: 8, compress: 100, decompress: 900 });
    const quick = measured({ ratio: 2, compress: 4000, decompress: 4000 });
    const goal = (write: number, read: number) => ({
      kind: 'storage' as const,
      writeBandwidth: write * MIB,
      readBandwidth: read * MIB,
      overlap: false,
      readsPerWrite: 10,
    });
    const lowest = advised(runOf([slow, quick]), goal(80, 80));
    const both = advised(runOf([slow, quick]), goal(80, 2000));
    expect([lowest.best.result, both.best.result]).toEqual([slow, quick]);
    expect(both.best.score.value).toBeCloseTo(0.25 + 1000 / 160 + 10 * (0.25 + 1000 / 4000), 10);
    expect(both.sentence).toMatch(
      /^At 80 MiB\/s for writing and 2,000 MiB\/s for reading, with 10 reads per write, lz4/,
    );
    expect(both.sentence).toMatch(/on storage more than \d\.\d× slower zstd · 5 · byte shuffle leads\.$/);
    const factor = Number(/more than (\d\.\d)/.exec(both.sentence)?.[1]) + 0.1;
    const at = goal(80 / factor, 2000 / factor);
    expect(totalSeconds(1, 10, { ratio: 8, compress: 100 * MIB, decompress: 900 * MIB }, at)).toBeLessThan(
      totalSeconds(1, 10, { ratio: 2, compress: 4000 * MIB, decompress: 4000 * MIB }, at),
    );
  });

  it('uses the overlapped formulas on request', () => {
    const goal: Goal = { kind: 'storage', ...evenStorage(500 * MIB, true), readsPerWrite: 0 };
    expect(advised(planted, goal).best.score.value).toBeCloseTo(1000 / Math.min(4000, 2000), 10);
  });
});

describe('advise', () => {
  it('names settings within the spread as about equal', () => {
    const close = measured({ setting: { level: 6 }, ratio: 3.99, compress: 4010, decompress: 8000, spread: 0.01 });
    const advice = advised(runOf([lz4, close, zlib]), { kind: 'fastest-write' });
    expect(advice.ties.map(({ result }) => result)).toEqual([close]);
    expect(advice.sentence).toContain('lz4 · 6 · byte shuffle is about equal');
    expect(rank({ kind: 'fastest-write' }, [lz4, close, zlib], planted.data).map(({ place }) => place)).toEqual([
      1, 1, 3,
    ]);
  });

  it('does not take a single repeat for a measurement without spread', () => {
    const once = (level: number, speed: number) => {
      const result = measured({ setting: { level }, ratio: 4, compress: speed, decompress: 8000 });
      return { ...result, compress: seriesOf([speed * MIB]), decompress: seriesOf([8000 * MIB]) };
    };
    const advice = advised(runOf([once(5, 4000), once(6, 3900)]), { kind: 'fastest-write' });
    expect(advice.ties).toHaveLength(1);
    expect(advice.cautions.join(' ')).toContain('Some settings were measured once: their spread is not known');
  });

  it('never advises a failed setting, however good its numbers are', () => {
    const failed: Failed = {
      setting: setting({ codec: 'zstd', level: 9 }),
      failed: { kind: 'round-trip', reason: 'byte 17 of the sample differs' },
    };
    const advice = advised(runOf([failed, lz4, zlib]), { kind: 'smallest' });
    expect(advice.best.result).toBe(zlib);
    expect(advice.cautions).toContain('1 setting failed and is not considered.');
    expect(advise(runOf([failed]), { kind: 'smallest' })).toMatchObject({ kind: 'none' });
  });

  it('says what a sample cannot show, and does not rank by what that would hide', () => {
    const sparse = [
      measured({ ratio: 4000, compress: 5000, decompress: 9000, spread: 0 }),
      measured({ setting: { codec: 'zstd' }, ratio: 9000, compress: 3000, decompress: 9000, spread: 0 }),
    ];
    const advice = advised(runOf(sparse, { chunksTotal: 20_480 }), { kind: 'smallest' });
    expect(advice.ties).toHaveLength(1);
    expect(advice.cautions).toContain(
      'Of 20,480 chunks, 64 were measured: up to 5 % of the data can be unlike all of them, and if that part cannot be compressed, the ratio is 21.85×.',
    );
    const whole = runOf(sparse, { chunksSampled: 20_480, chunksTotal: 20_480, sampleBytes: 1000 * MIB });
    expect(advised(whole, { kind: 'smallest' })).toMatchObject({ ties: [], cautions: [] });
  });

  it('says that incompressible data cannot be made smaller', () => {
    const noise = [
      measured({ ratio: 1.01, compress: 9000, decompress: 9000 }),
      measured({ setting: { codec: 'zstd' }, ratio: 0.999, compress: 900, decompress: 9000 }),
    ];
    for (const goal of [{ kind: 'smallest' }, { kind: 'fastest-write' }, storage(10, 1)] as const) {
      const advice = advise(runOf([copy, ...noise]), goal);
      expect(advice).toMatchObject({ kind: 'store', reason: 'incompressible' });
      expect(advice.sentence).toBe('No setting reaches a ratio of 1.02×: storing without compression is reasonable.');
    }
  });

  it('says that storing finishes first on storage that is faster than any codec gains', () => {
    const advice = advise(planted, storage(20_000, 1));
    expect(advice).toMatchObject({ kind: 'store', reason: 'slower' });
    expect(advice.sentence).toContain('storing without compression finishes first');
  });

  it('tests a tie against storing without compression, too', () => {
    // Reads alone take 1/B, and 1/(4 B) + 1/8000 with lz4: equal at 6,000 MiB/s.
    const alone = runOf([copy, lz4]);
    const reads = storage(6000, 1e6);
    const advice = advised(alone, reads);
    expect(advice.isPlainTied).toBe(true);
    expect(advice.sentence).toContain('lz4 · 5 · byte shuffle takes as long as storing without compression');
    expect(advise(alone, storage(7000, 1e6)).kind).toBe('store');
    expect(advised(alone, storage(5000, 1e6)).isPlainTied).toBe(false);
  });

  it('chooses among settings that are about equal by their ratio, not by chance', () => {
    const noisy = (level: number, ratio: number, speed: number) =>
      measured({ setting: { level }, ratio, compress: speed, decompress: 8000, spread: 0.02 });
    const first = runOf([noisy(1, 4, 4010), noisy(2, 4.4, 4000), noisy(3, 4.2, 3990)]);
    const second = runOf([noisy(1, 4, 3990), noisy(2, 4.4, 4010), noisy(3, 4.2, 4000)]);
    for (const run of [first, second]) {
      expect(advised(run, { kind: 'fastest-write' }).best.result.setting.level).toBe(2);
    }
  });

  it('says which setting comes closest when none reaches the ratio', () => {
    const advice = advise(planted, { kind: 'ratio-at-least', ratio: 8 });
    expect(advice.sentence).toBe(
      'No measured setting reaches a ratio of 8.00×; zstd · 5 · bit shuffle comes closest with 7.00×.',
    );
  });

  it('says what another typesize gains, and whether the advice uses it', () => {
    const own = measured({ setting: { typesize: 8 }, ratio: 3, compress: 4500, decompress: 8000 });
    const other = measured({ setting: { typesize: 4 }, ratio: 4, compress: 4000, decompress: 8000 });
    const cautions = (goal: Goal) => advised(runOf([own, other]), goal).cautions;
    expect(cautions({ kind: 'smallest' })).toContain(
      "This uses typesize 4: with the item's own size of 8 the ratio is 3.00× instead of 4.00×.",
    );
    expect(cautions({ kind: 'fastest-write' })).toContain(
      'With typesize 4 the ratio is 4.00×; this uses typesize 8, with 3.00×.',
    );
  });

  it('warns of byte shuffle at typesize 1', () => {
    const bytes = measured({ setting: { typesize: 1 }, ratio: 2, compress: 4500, decompress: 8000 });
    const { cautions } = advised(runOf([bytes], { itemsize: 1 }), { kind: 'smallest' });
    expect(cautions.join(' ')).toContain('Byte shuffle does nothing at typesize 1');
  });

  it('cautions about tiny data and unstable repeats', () => {
    const shaky = { ...lz4, flags: ['unstable', 'drift'] as const };
    const { cautions } = advised(runOf([shaky], { plainBytes: 1000 }), { kind: 'smallest' });
    expect(cautions.join(' ')).toMatch(/under 1 MiB.*vary too much.*changed its speed/);
  });

  it('never advises a result that another one beats in every number', () => {
    const number = fc.double({ min: 1.1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ ratio: number, compress: number, decompress: number }), { minLength: 1 }),
        (all) => {
          const results = all.map((one, index) =>
            measured({ ...one, setting: { level: index % 10, typesize: index + 1 } }),
          );
          const { result } = advised(runOf(results), storage(0.001, 3)).best;
          const beaten = results.some(
            (other) =>
              other.ratio > result.ratio &&
              other.compress.median > result.compress.median &&
              other.decompress.median > result.decompress.median,
          );
          expect(beaten).toBe(false);
        },
      ),
      { numRuns: caseCount(60) },
    );
  });
});
