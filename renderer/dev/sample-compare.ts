import { fitBudget } from '../../shared/compare/estimate.js';
import { expandPlan, type Plan, planPreset } from '../../shared/compare/plan.js';
import type { CompareResult, DataFacts, Environment, Measured, Run } from '../../shared/compare/result.js';
import { isMeasured } from '../../shared/compare/result.js';
import { type Setting, settingKey } from '../../shared/compare/setting.js';
import { flagsOf, seriesOf } from '../../shared/compare/statistics.js';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.js';
import type { CompareFacts, FormatResult, FormatsProgress, TalkPage } from '../../shared/contract/compare.js';
import type { EventMessage } from '../../shared/contract/events.js';

const MIB = 2 ** 20;

const environment: Environment = {
  host: 'workstation',
  cpu: 'Example CPU @ 3.60GHz',
  cores: 8,
  os: 'Linux 6.8 x64',
  memoryBytes: 32 * 2 ** 30,
  blosc: '1.21.3',
  codecs: { blosclz: '2.5.1', lz4: '1.9.4', snappy: '1.1.9', zlib: '1.2.13', zstd: '1.5.4' },
  node: '20.19.4',
  app: 'Bloscpack Studio 0.1.0',
  loadBefore: 0.21,
  loadAfter: 7.62,
};

const data: DataFacts = {
  name: 't2m_daily.npy',
  dtype: 'float64',
  itemsize: 8,
  plainBytes: 2_393_702_400,
  sampleBytes: 64 * MIB,
  chunksSampled: 64,
  chunksTotal: 2283,
  sha256: '4be1f2a0c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c90c2',
};

/** Ratio without shuffle at level 5, write and read speed in MiB/s, and how much a level slows writing. */
const CODECS: Readonly<Record<string, readonly [number, number, number, number]>> = {
  blosclz: [3.2, 3000, 5200, 0.95],
  lz4: [3.25, 4600, 7800, 0.97],
  lz4hc: [4.1, 480, 5600, 0.8],
  snappy: [3.3, 3300, 4800, 1],
  zlib: [5.3, 260, 900, 0.7],
  zstd: [5.3, 900, 4300, 0.62],
  copy: [1, 13_000, 13_500, 1],
};
const GAIN = { none: 1, byte: 1.4, bit: 1.62 } as const;

/** A pseudo-random number from 0 to 1 that is always the same for a text. */
function noise(text: string): number {
  let hash = 2166136261;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  return (hash >>> 0) / 2 ** 32;
}

function sampleResult(setting: Setting, repeats: number, plain = data): CompareResult {
  const key = settingKey(setting);
  const { codec, shuffle, level, chunkSizeBytes, threads, typesize } = setting;
  if (codec === 'snappy' && level === 9 && shuffle === 'none') {
    const reason = 'The decompressed bytes differ from the source at byte 1,048,573.';
    return { setting, failed: { kind: 'round-trip', reason } };
  }
  const [base, write, read, slowing] = CODECS[codec] ?? [1, 100, 100, 1];
  const gain = codec === 'copy' ? 1 : GAIN[shuffle] * (1 + 0.02 * (level - 5)) * (typesize === 8 ? 1 : 0.8);
  const chunkGain = codec === 'copy' ? 1 : 1 + 0.03 * Math.log2(chunkSizeBytes / MIB);
  const ratio = Math.max(0.98, base * gain * chunkGain * (codec === 'copy' ? 1 : 0.96 + 0.08 * noise(key)));
  const scale = (threads / 8) * (0.9 + 0.2 * noise(`${key}s`)) * (shuffle === 'none' ? 0.8 : 1);
  const series = (speed: number, salt: string) =>
    seriesOf(
      Array.from({ length: repeats }, (_, at) => speed * scale * MIB * (0.98 + 0.04 * noise(`${key}${salt}${at}`))),
    );
  const compress = series(write * slowing ** (level - 5), 'c');
  const decompress = series(read, 'd');
  const storedBytes = Math.round(plain.sampleBytes / ratio);
  const measured: Measured = {
    setting,
    plainBytes: plain.sampleBytes,
    storedBytes,
    payloadBytes: storedBytes - 2000,
    ratio,
    ratioLow: codec === 'copy' ? ratio : ratio * 0.98,
    ratioHigh: codec === 'copy' ? ratio : ratio * 1.02,
    compress,
    decompress,
    compressCpuSeconds: 1,
    decompressCpuSeconds: 0.5,
    memoryBytes: codec === 'copy' ? 2 * MIB : 16 * MIB,
    flags: key.startsWith('zlib-1-none') ? ['drift'] : flagsOf([compress, decompress]),
    verified: true,
  };
  return measured;
}

export function sampleRun(plan: Plan = planPreset('balanced', 8, 8), id = 'run-1', name = data.name): Run {
  return {
    formatVersion: 1,
    id,
    name,
    startedIso: '2026-05-14T09:52:00.000Z',
    environment,
    data,
    plan,
    results: expandPlan(plan).map((setting) => sampleResult(setting, plan.repeats)),
    notes: [],
  };
}

const facts: CompareFacts = {
  machine: { host: 'workstation', cpu: 'Example CPU @ 3.60GHz' },
  cores: 8,
  missingCodecs: [{ codec: 'snappy', reason: 'this Blosc was built without it' }],
  datasets: ['arange', 'linspace', 'poisson', 'neuronal', 'bitcoin'].map((name) => ({
    name,
    title: name,
    dtype: name === 'arange' || name === 'poisson' ? 'int64' : 'float64',
    recipe: `The numbers that numpy's ${name} would give, from a fixed seed.`,
    code: `np.${name}(...)`,
    sizes: [
      { name: 'small', plainBytes: MIB },
      { name: 'mid', plainBytes: 10 * MIB },
      { name: 'large', plainBytes: 100 * MIB },
    ],
  })),
  contenders: [
    { id: 'npy', label: 'NPY', levels: [0] },
    { id: 'npz', label: 'NPZ', library: 'yazl 3.3.1', levels: [1, 6, 9] },
    { id: 'bloscpack', label: 'Bloscpack', library: 'C-Blosc 1.21.3', levels: [1, 5, 9] },
    { id: 'hdf5-gzip', label: 'HDF5 gzip', library: 'h5wasm 0.8.11', levels: [1, 6, 9] },
    { id: 'parquet', label: 'Parquet', levels: [0], unavailable: 'its library is not installed' },
  ],
};

function formatResults(): readonly FormatResult[] {
  return facts.contenders
    .filter(({ unavailable }) => unavailable === undefined)
    .flatMap(({ id, levels }) =>
      levels.flatMap((level) =>
        facts.datasets.slice(0, 2).map(({ name }): FormatResult => {
          const seed = noise(`${id}${level}${name}`);
          const ratio = id === 'npy' ? 1 : 1.5 + 6 * seed + level / 5;
          const seconds = (base: number) => Array.from({ length: 5 }, (_, at) => base * (1 + 0.02 * noise(`${at}`)));
          return {
            contender: id,
            level,
            dataset: name,
            plainBytes: 10 * MIB,
            storedBytes: Math.round((10 * MIB) / ratio),
            ratio,
            writeSeconds: seconds(0.02 + 0.3 * seed),
            readSeconds: seconds(0.008 + 0.05 * seed),
            coldReadSeconds: seconds(0.02 + 0.09 * seed),
            verified: true,
          };
        }),
      ),
    );
}

type CompareCall = Extract<CallName, `compare.${string}`>;
export type CompareAnswers = { readonly [Name in CompareCall]: (request: RequestOf<Name>) => ResponseOf<Name> };

/** Formats and the matrix of 2014. */
function sampleFormats(emit: (event: EventMessage) => void) {
  return {
    'compare.formats': () => {
      const payload: FormatsProgress = { run: 'formats-1', state: 'done', done: 1, results: formatResults() };
      setTimeout(() => emit({ name: 'compare.formats', payload }), 300);
      return { run: 'formats-1' };
    },
    'compare.stop-formats': () => null,
    'compare.talk': (): TalkPage => ({
      published: formatResults(),
      measured: formatResults().slice(2),
      scores: facts.contenders.map(({ id }, at) => ({
        contender: id,
        publishedWithRatio: 3 + at,
        measuredWithRatio: 2.5 + at,
        publishedWithoutRatio: 4 - at / 2,
        measuredWithoutRatio: 3.8 - at / 2,
      })),
      method: 'Ranks of every measure, summed over data sets and sizes; the smallest sum is the best.',
    }),
  } as const;
}

/** The answers of a host that compares, from sample numbers; `emit` reports the progress to the window. */
export function sampleCompare(emit: (event: EventMessage) => void): CompareAnswers {
  const runs = new Map<string, Run>([
    ['run-1', sampleRun()],
    ['run-2', sampleRun(planPreset('full', 8, 8), 'run-2', 'the whole matrix')],
  ]);
  const runsChanged = () => emit({ name: 'compare.runs-changed', payload: null });
  const advance = (run: Run, step: number) => {
    const state = step >= 20 ? 'done' : 'running';
    const results = run.results.slice(
      Math.floor(((step - 1) * run.results.length) / 20),
      Math.ceil((step * run.results.length) / 20),
    );
    const note = `round ${1 + Math.floor((step / 20) * 6)} of 7`;
    const payload = {
      run: run.id,
      state,
      done: step / 20,
      remainingMs: (20 - step) * 100,
      results,
      data,
      environment,
      note,
    } as const;
    emit({ name: 'compare.progress', payload });
    if (state === 'running') setTimeout(() => advance(run, step + 1), 100);
    else runsChanged();
  };
  const begin = (run: Run) => {
    runs.set(run.id, run);
    setTimeout(() => advance(run, 1), 50);
    return { run: run.id };
  };
  return {
    'compare.facts': () => facts,
    'compare.preview': ({ plan }) => {
      const points = Object.entries(CODECS).flatMap(([codec, [, write, read]]) =>
        codec === 'copy'
          ? []
          : [{ codec: codec as 'lz4', level: 5, compress: write * 1.3e5, decompress: read * 1.3e5 }],
      );
      const calibration = { sampleBytes: data.sampleBytes, copy: 1e10, cores: 8, points };
      const { settings, estimateMs, dropped } = fitBudget(plan as Plan, calibration);
      return { data, settings: settings.length, estimatedMs: estimateMs, dropped };
    },
    'compare.start': ({ plan }) => begin(sampleRun(plan as Plan, `run-${runs.size + 1}`)),
    'compare.control': () => null,
    'compare.rerun': ({ run }) => begin(runs.get(run) ?? sampleRun()),
    'compare.runs': () =>
      [...runs.values()].map((run) => ({
        id: run.id,
        name: run.name,
        startedIso: run.startedIso,
        host: run.environment.host,
        isForeign: run.id === 'run-2',
        data: run.data,
        settings: run.results.filter(isMeasured).length,
      })),
    'compare.run': ({ run }) => runs.get(run) ?? sampleRun(),
    'compare.rename': ({ run, name }) => {
      const old = runs.get(run);
      if (old) runs.set(run, { ...old, name });
      runsChanged();
      return null;
    },
    'compare.remove': ({ run }) => {
      runs.delete(run);
      runsChanged();
      return null;
    },
    'compare.import': () => ({
      id: 'run-1',
      name: 'imported',
      startedIso: '2026-05-14T09:52:00.000Z',
      host: 'elsewhere',
      isForeign: true,
      data,
      settings: 55,
    }),
    'compare.bandwidth': () => ({
      writeBytesPerSecond: 812 * MIB,
      readBytesPerSecond: 1210 * MIB,
      readWas: 'cold',
      measuredBytes: 256 * MIB,
      method: '256 MiB written and synced, then read after dropping the cache.',
    }),
    ...sampleFormats(emit),
  };
}
