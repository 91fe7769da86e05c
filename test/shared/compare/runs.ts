import { planPreset } from '../../../shared/compare/plan.js';
import type { CompareResult, Measured, Run } from '../../../shared/compare/result.js';
import { BLOSCPACK_DEFAULTS, plainCopy, type Setting } from '../../../shared/compare/setting.js';
import { seriesOf } from '../../../shared/compare/statistics.js';

const MIB = 2 ** 20;

export function setting(more: Partial<Setting> = {}): Setting {
  return { ...BLOSCPACK_DEFAULTS, codec: 'lz4', level: 5, threads: 1, ...more };
}

interface Planted {
  readonly setting?: Partial<Setting>;
  readonly ratio: number;
  /** MiB/s. */
  readonly compress: number;
  readonly decompress: number;
  /** Half of the distance between the quartiles and of the ratio's ends, as a fraction. */
  readonly spread?: number;
}

/** A result as if measured, on 64 MiB. */
export function measured({ setting: more, ratio, compress, decompress, spread = 0.004 }: Planted): Measured {
  const speeds = (speed: number) => seriesOf([-2, -1, 0, 1, 2].map((step) => speed * MIB * (1 + step * spread)));
  const plainBytes = 64 * MIB;
  const storedBytes = Math.round(plainBytes / ratio);
  return {
    setting: more?.codec === 'copy' ? plainCopy(1, MIB) : setting(more),
    plainBytes,
    storedBytes,
    payloadBytes: storedBytes - 1000,
    ratio,
    ratioLow: ratio * (1 - spread),
    ratioHigh: ratio * (1 + spread),
    compress: speeds(compress),
    decompress: speeds(decompress),
    compressCpuSeconds: 64 / compress,
    decompressCpuSeconds: 64 / decompress,
    memoryBytes: 6 * MIB,
    flags: [],
    verified: true,
  };
}

export function runOf(results: readonly CompareResult[], data: Partial<Run['data']> = {}): Run {
  return {
    formatVersion: 1,
    id: 'a-run',
    name: 'temperatures.npy',
    startedIso: '2026-01-02T03:04:05.678Z',
    environment: {
      host: 'bench',
      cpu: 'A Processor',
      cores: 2,
      os: 'Linux 6.1 x64',
      memoryBytes: 8 * 2 ** 30,
      blosc: '1.21.3',
      codecs: { lz4: '1.9.4', zstd: '1.5.4' },
      node: '20.0.0',
      app: 'blpk 0.1.0',
      loadBefore: 0.1,
      loadAfter: 1.1,
    },
    data: {
      name: 'temperatures.npy',
      dtype: '<f8',
      itemsize: 8,
      plainBytes: 1000 * MIB,
      sampleBytes: 64 * MIB,
      chunksSampled: 64,
      chunksTotal: 1000,
      sha256: 'ab'.repeat(32),
      ...data,
    },
    plan: planPreset('quick', 8, 1),
    results,
    notes: ['5 of 7 repeats to fit the budget of 30 s.'],
  };
}
