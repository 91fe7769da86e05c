import { describe, expect, it } from 'vitest';
import { withEntries } from '../../../../electron/bench/codecs/codec-entry.js';
import { type Measurer, nativeMeasurer } from '../../../../electron/bench/codecs/measurer.js';
import type { MeasureOutcome } from '../../../../native/measure.js';
import { advise } from '../../../../shared/compare/advice.js';
import { evenStorage } from '../../../../shared/compare/formulas.js';
import { paretoFrontier } from '../../../../shared/compare/pareto.js';
import { isMeasured, measuredOf, type Run } from '../../../../shared/compare/result.js';
import { parseRun, printRun } from '../../../../shared/compare/saved-run.js';
import { settingKey } from '../../../../shared/compare/setting.js';
import { CancelledError } from '../../../../shared/format/errors.js';
import { collect, environment, MIB, measuredWith, sampleOf, smallPlan, waves } from './samples.js';

/** Known speeds (MiB/s) and ratios; a clock that only moves by measuring. */
const PLANTED = {
  copy: { ratio: 1, compress: 10_000, decompress: 10_000 },
  blosclz: { ratio: 3, compress: 3000, decompress: 5000 },
  lz4: { ratio: 4, compress: 4000, decompress: 8000 },
  zstd: { ratio: 8, compress: 500, decompress: 2000 },
} as const;

function plantedMeasurer(
  sampleBytes: number,
  wrong: (call: number, codec: string) => MeasureOutcome | undefined = () => undefined,
) {
  const calls: { readonly key: string; readonly codec: string; readonly isChecked: boolean }[] = [];
  let nowMs = 0;
  const measurer: Measurer = {
    async measure(setting, { minimumMs, isChecked }) {
      calls.push({ key: settingKey(setting), codec: setting.codec, isChecked });
      nowMs += 2 * minimumMs;
      const special = wrong(calls.length, setting.codec);
      if (special) return special;
      const { ratio, compress, decompress } = PLANTED[setting.codec as keyof typeof PLANTED]; // the plan has no other
      const time = (speed: number) => {
        const elapsedNs = (sampleBytes / (speed * MIB)) * 1e9;
        return { elapsedNs, passes: 1, cpuNs: elapsedNs };
      };
      const storedLengths = Uint32Array.of(Math.round(sampleBytes / ratio));
      return { kind: 'done', compress: time(compress), decompress: time(decompress), storedLengths };
    },
  };
  return { measurer, calls, now: () => nowMs };
}

const plan = smallPlan();
const data = waves(2 ** 16);

describe('runCompare with planted speeds', () => {
  it('measures every setting once a round, in another order each, and checks the first time only', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, calls, now } = plantedMeasurer(sample.bytes.length);
    const { events } = await collect(sample, smallPlan({ repeats: 7 }), { measurer, now });
    const rounds = Array.from({ length: 7 }, (_, round) => calls.slice(4 * round, 4 * round + 4));
    for (const [round, inRound] of rounds.entries()) {
      expect(new Set(inRound.map(({ key }) => key)).size).toBe(4);
      expect(inRound.every(({ isChecked }) => isChecked === (round === 0))).toBe(true);
    }
    expect(new Set(rounds.map((inRound) => inRound.map(({ codec }) => codec).join(' '))).size).toBeGreaterThan(2);
    expect(events.map(({ kind }) => kind)).toEqual([
      'started',
      ...Array.from({ length: 7 }, () => ['measured', 'measured', 'measured', 'measured', 'round']).flat(),
      'done',
    ]);
  });

  it('measures every codec before any codec at a second level, and says how much of the plan was measured', async () => {
    const levels = smallPlan({ levels: [1, 5, 9] });
    const sample = await sampleOf(data, levels);
    const stop = new AbortController();
    const { measurer, calls, now } = plantedMeasurer(sample.bytes.length, (call) => {
      if (call === 5) stop.abort();
      return undefined;
    });
    const { run } = await collect(sample, levels, { measurer, now, stop: stop.signal });
    expect(new Set(calls.slice(0, 4).map(({ codec }) => codec)).size).toBe(4);
    expect([run.results.length, run.planned]).toEqual([5, 8]);
    expect(advise(run, { kind: 'smallest' }).sentence).toMatch(/^Provisional, after 5 of 8 settings\. zstd/);
  });

  it('reports speeds, ratios and advice that follow from what was planted', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, now } = plantedMeasurer(sample.bytes.length);
    const { run } = await collect(sample, plan, { measurer, now });
    const lz4 = measuredWith(run, 'lz4');
    expect(lz4.compress.median / MIB).toBeCloseTo(4000, 6);
    expect(lz4.compress.repeats).toHaveLength(3);
    expect(lz4.payloadBytes).toBe(data.length / 4);
    expect(lz4.storedBytes).toBe(data.length / 4 + 4 + 11 * 8 + 32);
    const advised = (goal: Parameters<typeof advise>[1]) => {
      const advice = advise(run, goal);
      return advice.kind === 'use' ? advice.best.result.setting.codec : advice.kind;
    };
    expect(advised({ kind: 'smallest' })).toBe('zstd');
    expect(advised({ kind: 'fastest-write' })).toBe('lz4');
    expect(advised({ kind: 'fastest-read' })).toBe('lz4');
    expect(advised({ kind: 'ratio-at-least', ratio: 5 })).toBe('zstd');
    expect(advised({ kind: 'storage', ...evenStorage(500 * MIB), readsPerWrite: 1 })).toBe('lz4');
    expect(advised({ kind: 'storage', ...evenStorage(50 * MIB), readsPerWrite: 1 })).toBe('zstd');
    expect(advised({ kind: 'storage', ...evenStorage(50_000 * MIB), readsPerWrite: 1 })).toBe('store');
  });

  it('reports rising progress, and results that are partial until the end', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, now } = plantedMeasurer(sample.bytes.length);
    const { events } = await collect(sample, plan, { measurer, now });
    const measured = events.flatMap((event) => (event.kind === 'measured' ? [event] : []));
    const fractions = measured.map(({ doneFraction }) => doneFraction);
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    expect(measured.map(({ partial }) => partial)).toEqual([...Array(8).fill(true), ...Array(4).fill(false)]);
  });

  it('does not measure a failed setting again, and continues with the others', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, calls, now } = plantedMeasurer(sample.bytes.length, (_, codec) =>
      codec === 'zstd' ? { kind: 'mismatch', firstDifferentByte: 17 } : undefined,
    );
    const { run } = await collect(sample, plan, { measurer, now });
    expect(calls.filter(({ codec }) => codec === 'zstd')).toHaveLength(1);
    const failed = run.results.find(({ setting }) => setting.codec === 'zstd');
    expect(failed).toMatchObject({
      failed: {
        kind: 'round-trip',
        reason:
          'zstd · 5 · byte shuffle does not decompress to the original bytes: the byte at 17 of the sample differs',
      },
    });
    expect(measuredOf(run.results)).toHaveLength(3);
  });

  it('reports a codec that fails, and one that this Blosc does not have', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, now } = plantedMeasurer(sample.bytes.length, (_, codec) => {
      if (codec === 'lz4') throw new Error('no');
      return undefined;
    });
    const codecs = new Set(['copy', 'blosclz', 'lz4']);
    const { run } = await collect(sample, plan, { measurer: { ...measurer, codecs }, now });
    expect(run.results.filter((result) => !isMeasured(result))).toMatchObject([
      { setting: { codec: 'lz4' }, failed: { kind: 'codec' } },
      { setting: { codec: 'zstd' }, failed: { kind: 'unavailable' } },
    ]);
  });

  it('ends when the budget is used up, after a whole round at least, and says so', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, now } = plantedMeasurer(sample.bytes.length);
    // A round takes 4 * 2 * 100 ms by this clock, unlike by the calibration.
    const budgeted = smallPlan({ repeats: 3, minimumSampleMs: 100, budgetMs: 20_000 });
    const late = { measurer, now: () => now() * 20 };
    const { run } = await collect(sample, budgeted, late);
    expect(measuredOf(run.results).every(({ compress }) => compress.repeats.length >= 1)).toBe(true);
    expect(run.notes.join(' ')).toMatch(/The budget of 20 s ended in round 2 of 3\./);
  });

  it('measures every codec once, however late it gets', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, now } = plantedMeasurer(sample.bytes.length);
    const budgeted = smallPlan({ levels: [1, 5, 9], minimumSampleMs: 0, minimumTotalMs: 0, budgetMs: 1000 });
    let calls = 0;
    const slow: Measurer = {
      measure: (setting, request) => {
        calls++;
        return measurer.measure(setting, request);
      },
    };
    const { run } = await collect(sample, budgeted, { measurer: slow, now: () => now() + calls * 5000 });
    expect(
      measuredOf(run.results)
        .map(({ setting }) => setting.codec)
        .toSorted(),
    ).toEqual(['blosclz', 'copy', 'lz4', 'zstd']);
  });

  it('stops and keeps its results', async () => {
    const sample = await sampleOf(data, plan);
    const stop = new AbortController();
    const { measurer, now } = plantedMeasurer(sample.bytes.length, (call) => {
      if (call === 6) stop.abort();
      return undefined;
    });
    const { run } = await collect(sample, plan, { measurer, now, stop: stop.signal });
    expect(measuredOf(run.results)).toHaveLength(4);
    expect(run.notes).toEqual(['Stopped in round 2 of 3.']);
  });

  it('discards its results when it is cancelled', async () => {
    const sample = await sampleOf(data, plan);
    const controller = new AbortController();
    const { measurer, now } = plantedMeasurer(sample.bytes.length, () => {
      controller.abort();
      return undefined;
    });
    await expect(collect(sample, plan, { measurer, now, signal: controller.signal })).rejects.toThrow(CancelledError);
  });

  it('waits while it is paused, and does not count that time', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, calls, now } = plantedMeasurer(sample.bytes.length);
    let extraMs = 0;
    let pauses = 0;
    const paused = (): Promise<void> | undefined => {
      if (calls.length !== 2 || pauses > 0) return undefined;
      pauses++;
      return Promise.resolve().then(() => {
        extraMs += 1e9;
      });
    };
    const { events } = await collect(sample, plan, { measurer, paused, now: () => now() + extraMs });
    expect(pauses).toBe(1);
    const last = events.findLast((event) => event.kind === 'measured');
    expect(last?.elapsedMs).toBe(now());
  });
});

describe('runCompare on a busy machine', () => {
  /** The threads have a processor for a quarter of the time. */
  async function busyRun() {
    const sample = await sampleOf(data, plan);
    const { measurer, now } = plantedMeasurer(sample.bytes.length);
    const busy: Measurer = {
      async measure(setting, request) {
        const outcome = await measurer.measure(setting, request);
        if (outcome.kind !== 'done' || setting.codec === 'copy') return outcome;
        const slowed = (times: typeof outcome.compress) => ({ ...times, elapsedNs: 4 * times.elapsedNs });
        return { ...outcome, compress: slowed(outcome.compress), decompress: slowed(outcome.decompress) };
      },
    };
    return (await collect(sample, plan, { measurer: busy, now })).run;
  }

  it('takes speeds by CPU time, keeps those by the clock, and says so with the advice', async () => {
    const run = await busyRun();
    const lz4 = measuredWith(run, 'lz4');
    expect(lz4.flags).toEqual(['busy', 'tiny']);
    expect(lz4.compress.median / MIB).toBeCloseTo(4000, 6);
    expect((lz4.byClock?.compress ?? 0) / MIB).toBeCloseTo(1000, 6);
    expect(measuredWith(run, 'copy').byClock).toBeUndefined();
    const { cautions } = advise(run, { kind: 'fastest-write' });
    expect(cautions[0]).toMatch(/^The machine was busy while 3 of 4 settings were measured \(load .*by CPU time/);
    expect(parseRun(printRun(run))).toEqual(run);
  });

  it('counts the processors that several threads share, and a last turn with fewer chunks than threads', async () => {
    const threads = smallPlan({ threads: [2], chunkSizesBytes: [data.length / 4] });
    const sample = await sampleOf(data.subarray(0, (3 * data.length) / 4), threads);
    const times = { elapsedNs: 2e6, passes: 1, cpuNs: 3e6 };
    const storedLengths = Uint32Array.of(1, 1, 1);
    const measurer: Measurer = {
      measure: async () => ({ kind: 'done', compress: times, decompress: times, storedLengths }),
    };
    const { run } = await collect(sample, threads, { measurer });
    expect(measuredWith(run, 'lz4').flags).not.toContain('busy');
  });

  it('waits for free processors before the first round, but not for ever', async () => {
    const sample = await sampleOf(data, plan);
    const { measurer, calls, now } = plantedMeasurer(sample.bytes.length);
    const seen: number[] = [];
    const free = async () => {
      seen.push(calls.length);
      return seen.length < 3 ? 0.2 : 1;
    };
    const { events } = await collect(sample, plan, { measurer, free, now });
    expect(seen).toEqual([0, 0, 0]);
    expect(events.slice(0, 3).map(({ kind }) => kind)).toEqual(['started', 'waiting', 'measured']);
    let elapsedMs = 0;
    const never = async () => {
      elapsedMs += 1000;
      return 0;
    };
    const late = await collect(sample, plan, { measurer, free: never, now: () => now() + elapsedMs });
    expect(measuredOf(late.run.results)).toHaveLength(4);
  });
});

describe('runCompare with Blosc', () => {
  it('never advises a codec that does not restore the bytes', async () => {
    const sample = await sampleOf(data, plan);
    // All its figures are excellent, but the last byte is lost.
    const broken = {
      compress: (plain: Uint8Array) => plain.slice(0, 16),
      decompress: (_: Uint8Array, plainBytes: number) => data.slice(0, plainBytes).fill(1, plainBytes - 1),
    };
    const measurer = withEntries(nativeMeasurer(sample), sample, { zstd: broken });
    const { run } = await collect(sample, plan, { measurer });
    const failed = run.results.find(({ setting }) => setting.codec === 'zstd');
    expect(failed).toMatchObject({ failed: { kind: 'round-trip' } });
    for (const kind of ['smallest', 'fastest-write', 'fastest-read'] as const) {
      const advice = advise(run, { kind });
      expect(advice.kind === 'use' && advice.best.result.setting.codec).not.toBe('zstd');
      expect(advice.cautions).toContain('1 setting failed and is not considered.');
    }
  });

  it('returns a run that can be saved and read again', async () => {
    const sample = await sampleOf(data, plan);
    const { run } = await collect(sample, plan, { measurer: nativeMeasurer(sample), environment });
    expect(parseRun(printRun(run))).toEqual(run);
    expect(
      paretoFrontier(measuredOf(run.results), ({ ratio, compress }) => ({ ratio, speed: compress.median })).length,
    ).toBeGreaterThan(0);
  });

  it('stores the same with a second run of the same plan', async () => {
    const sample = await sampleOf(data, plan);
    const [first, second] = [(await collect(sample, plan)).run, (await collect(sample, plan)).run];
    const stored = (run: Run) =>
      measuredOf(run.results).map(({ setting, storedBytes }) => [settingKey(setting), storedBytes]);
    expect(stored(second)).toEqual(stored(first));
  });
});
