import { memoryData } from '../../../../electron/bench/codecs/data.js';
import { type CompareOptions, runCompare } from '../../../../electron/bench/codecs/run-compare.js';
import { type Sample, takeSample } from '../../../../electron/bench/codecs/sample.js';
import type { Calibration } from '../../../../shared/compare/estimate.js';
import type { CompareEvent } from '../../../../shared/compare/events.js';
import { type Plan, planPreset } from '../../../../shared/compare/plan.js';
import type { Environment, Measured, Run } from '../../../../shared/compare/result.js';
import { isMeasured } from '../../../../shared/compare/result.js';

export const MIB = 2 ** 20;

export const environment: Environment = {
  host: 'bench',
  cpu: 'A Processor',
  cores: 2,
  os: 'Linux',
  memoryBytes: MIB,
  blosc: '1.21.3',
  codecs: {},
  node: '20',
  app: 'test',
};

export const calibration: Calibration = { points: [], copy: 1000 * MIB, cores: 2, sampleBytes: MIB };

/** Integers that rise with some noise, as doubles. */
export function waves(items: number): Uint8Array {
  const values = Float64Array.from({ length: items }, (_, i) => Math.round(1e4 * Math.sin(i / 999) + (i % 7)));
  return new Uint8Array(values.buffer);
}

/** A small plan of two settings and the baselines. */
export function smallPlan(more: Partial<Plan> = {}): Plan {
  return {
    ...planPreset('quick', 8, 1),
    codecs: ['lz4', 'zstd'],
    shuffles: ['byte'],
    repeats: 3,
    minimumSampleMs: 1,
    minimumTotalMs: 1,
    ...more,
  };
}

export function sampleOf(bytes: Uint8Array, plan: Plan, itemsize = 8): Promise<Sample> {
  return takeSample(memoryData(bytes, { name: 'waves', itemsize, dtype: '<f8' }), plan);
}

/** Runs to the end; returns the events and the run. */
export async function collect(
  sample: Sample,
  plan: Plan,
  options: Partial<CompareOptions> = {},
): Promise<{ readonly events: readonly CompareEvent[]; readonly run: Run }> {
  const events: CompareEvent[] = [];
  for await (const event of runCompare(sample, plan, { environment, calibration, free: async () => 2, ...options }))
    events.push(event);
  const last = events.at(-1);
  if (last?.kind !== 'done') throw new Error('the run has no end');
  return { events, run: last.run };
}

export function measuredWith(run: Run, codec: string): Measured {
  const found = run.results.find(({ setting }) => setting.codec === codec);
  if (!found || !isMeasured(found)) throw new Error(`${codec} was not measured`);
  return found;
}
