import { CODECS, type CodecName, type ShuffleName } from '../format/codecs.js';
import { ArgumentError } from '../format/errors.js';
import { MAX_CHUNK_SIZE } from '../format/header.js';
import { BLOSCPACK_DEFAULTS, plainCopy, type Setting, SHUFFLE_NAMES, settingKey } from './setting.js';

export type PresetName = 'quick' | 'balanced' | 'full';

/** What to measure: every combination of the axes, and the baselines. Sizes in bytes. */
export interface Plan {
  readonly preset: PresetName | 'custom';
  readonly codecs: readonly CodecName[];
  readonly shuffles: readonly ShuffleName[];
  readonly levels: readonly number[];
  readonly chunkSizesBytes: readonly number[];
  /** 0 lets Blosc choose. */
  readonly blocksizesBytes: readonly number[];
  readonly typesizes: readonly number[];
  readonly threads: readonly number[];
  /** The typesize bloscpack would take for these data: the array's item size, or 8. */
  readonly defaultTypesize: number;
  /** Rounds; in each, every setting is measured once. */
  readonly repeats: number;
  /** A repeat runs over the sample until this much time has passed, in each direction. */
  readonly minimumSampleMs: number;
  /** All repeats of a direction together take at least this. */
  readonly minimumTotalMs: number;
  /** Shuffles the order of the settings in every round. */
  readonly seed: number;
  /** Data up to this size are measured completely. */
  readonly wholeUpToBytes: number;
  /** For larger data: the number of chunks, one at random in each of as many equal parts. */
  readonly sampleChunks: number;
  /** Approximate limit for the time of the run: fewer and shorter repeats first, then fewer settings. See `fitBudget`. */
  readonly budgetMs?: number;
}

/** A plan has at most this many settings. */
export const MAX_SETTINGS = 5000;

const ALL_CODECS = CODECS.map(({ name }) => name);

/** The differences between the presets. Quick has 9 points, Balanced 54, Full 486. */
const PRESETS = {
  quick: { codecs: ['lz4', 'lz4hc', 'zstd'], levels: [5], chunkSizesBytes: [2 ** 20], repeats: 5 },
  balanced: { codecs: ALL_CODECS, levels: [1, 5, 9], chunkSizesBytes: [2 ** 20], repeats: 7 },
  full: {
    codecs: ALL_CODECS,
    levels: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    chunkSizesBytes: [2 ** 18, 2 ** 20, 2 ** 22],
    repeats: 7,
  },
} as const satisfies Record<PresetName, Partial<Plan>>;

export const PRESET_NAMES = ['quick', 'balanced', 'full'] as const satisfies readonly PresetName[];

/**
 * A preset's plan for data of `typesize` bytes an item on `threads` threads. `typesizes` are measured, see `typesizesToTry`; default:
 * that of the item alone.
 */
export function planPreset(
  preset: PresetName,
  typesize: number,
  threads: number,
  typesizes: readonly number[] = [typesize],
): Plan {
  return {
    preset,
    ...PRESETS[preset],
    shuffles: SHUFFLE_NAMES,
    blocksizesBytes: [0],
    typesizes,
    threads: [threads],
    defaultTypesize: typesize,
    minimumSampleMs: 200,
    minimumTotalMs: 1000,
    seed: 1,
    wholeUpToBytes: 256 * 2 ** 20,
    sampleChunks: 64,
  };
}

/**
 * Every setting of a plan once: the baselines (plain copy, bloscpack's defaults) for each number of threads, then all
 * combinations; without a filter only one typesize, since nothing uses it. ArgumentError for an empty axis, a value out of range, or more than MAX_SETTINGS.
 */
export function expandPlan(plan: Plan): readonly Setting[] {
  checkPlan(plan);
  const settings = new Map<string, Setting>();
  for (const setting of [...baselines(plan), ...combinations(plan)]) settings.set(settingKey(setting), setting);
  return [...settings.values()];
}

function baselines({ threads, chunkSizesBytes, defaultTypesize }: Plan): readonly Setting[] {
  const copySize = chunkSizesBytes.includes(BLOSCPACK_DEFAULTS.chunkSizeBytes)
    ? BLOSCPACK_DEFAULTS.chunkSizeBytes
    : Math.max(...chunkSizesBytes);
  return [
    ...threads.map((count) => plainCopy(count, copySize)),
    ...threads.map((count) => ({ ...BLOSCPACK_DEFAULTS, typesize: defaultTypesize, threads: count })),
  ];
}

function combinations(plan: Plan): readonly Setting[] {
  const { codecs, shuffles, levels, chunkSizesBytes, blocksizesBytes, typesizes, defaultTypesize } = plan;
  const plain = typesizes.includes(defaultTypesize) ? defaultTypesize : typesizes[0];
  const starts = plan.threads.flatMap((threads) => typesizes.map((typesize) => ({ threads, typesize })));
  return starts
    .flatMap((part) => blocksizesBytes.map((blocksizeBytes) => ({ ...part, blocksizeBytes })))
    .flatMap((part) => chunkSizesBytes.map((chunkSizeBytes) => ({ ...part, chunkSizeBytes })))
    .flatMap((part) => codecs.map((codec) => ({ ...part, codec })))
    .flatMap((part) => shuffles.map((shuffle) => ({ ...part, shuffle })))
    .flatMap((part) => levels.map((level) => ({ ...part, level })))
    .filter(({ shuffle, typesize }) => shuffle !== 'none' || typesize === plain);
}

interface Axis {
  readonly name: string;
  readonly values: readonly number[];
  readonly lowest: number;
  readonly highest: number;
}

/** Throws ArgumentError for an invalid plan. */
export function checkPlan(plan: Plan): void {
  const one = (name: string, value: number, lowest: number, highest: number): Axis => ({
    name,
    values: [value],
    lowest,
    highest,
  });
  const axes: readonly Axis[] = [
    { name: 'levels', values: plan.levels, lowest: 0, highest: 9 },
    { name: 'chunk sizes', values: plan.chunkSizesBytes, lowest: 1, highest: MAX_CHUNK_SIZE },
    { name: 'block sizes', values: plan.blocksizesBytes, lowest: 0, highest: MAX_CHUNK_SIZE },
    { name: 'typesizes', values: plan.typesizes, lowest: 1, highest: 255 },
    { name: 'threads', values: plan.threads, lowest: 1, highest: 256 },
    one('default typesize', plan.defaultTypesize, 1, 255),
    one('repeats', plan.repeats, 1, 1000),
    one('minimum time of a repeat in ms', plan.minimumSampleMs, 0, 600_000),
    one('minimum total time in ms', plan.minimumTotalMs, 0, 3_600_000),
    one('seed', plan.seed, 0, 2 ** 32 - 1),
    one('sampled chunks', plan.sampleChunks, 1, 1_000_000),
    one('size to measure completely', plan.wholeUpToBytes, 0, Number.MAX_SAFE_INTEGER),
  ];
  axes.forEach(checkAxis);
  const named = axes.slice(0, 5).map(({ values }) => values.length);
  const count = [plan.codecs.length, plan.shuffles.length, ...named].reduce((product, length) => product * length, 1);
  if (count < 1) throw new ArgumentError('a plan needs at least one codec and one shuffle');
  if (count > MAX_SETTINGS) {
    throw new ArgumentError(`a plan can have at most ${MAX_SETTINGS} settings, found ${count}`, { found: count });
  }
}

function checkAxis({ name, values, lowest, highest }: Axis): void {
  if (values.length === 0) throw new ArgumentError(`a plan needs at least one value for ${name}`);
  for (const value of values) {
    if (Number.isInteger(value) && value >= lowest && value <= highest) continue;
    throw new ArgumentError(`${name} must be whole numbers from ${lowest} to ${highest}, found ${value}`, {
      found: value,
    });
  }
}
