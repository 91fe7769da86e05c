import { type Command, InvalidArgumentError, Option } from 'commander';
import { evenStorage, type Storage } from '../../shared/compare/formulas.js';
import type { Goal, GoalKind } from '../../shared/compare/goal.js';
import { type Plan, PRESET_NAMES, type PresetName, planPreset } from '../../shared/compare/plan.js';
import { CODECS, type CodecName, SHUFFLES, type ShuffleName } from '../../shared/format/codecs.js';
import { effectiveTypesize } from '../../shared/format/numpy/array-metadata.js';
import type { CompareData } from '../bench/codecs/data.js';
import { size } from './options.js';
import type { ReportOptions } from './report-output.js';

/** Of the storage, in bytes a second. */
type Bandwidths = Pick<Storage, 'writeBandwidth' | 'readBandwidth'>;

/** The options of `compare`, as commander parses them. */
export interface CompareOptions extends ReportOptions {
  readonly member?: string;
  readonly chunk?: number;
  readonly dataset?: string;
  readonly size: number;
  readonly goal: GoalKind;
  readonly bandwidth: Bandwidths;
  readonly reads: number;
  readonly overlap?: true;
  readonly minRatio?: number;
  readonly preset: PresetName;
  readonly codecs?: readonly CodecName[];
  readonly shuffles?: readonly ShuffleName[];
  readonly levels?: readonly number[];
  readonly chunkSizes?: readonly number[];
  readonly blocksizes?: readonly number[];
  readonly typesizes?: readonly number[];
  readonly threads?: readonly number[];
  readonly repeats?: number;
  readonly budget?: number;
  readonly measureFolder?: string;
}

const GOALS = ['smallest', 'fastest-write', 'fastest-read', 'storage', 'ratio-at-least'] as const satisfies GoalKind[];
const CODEC_NAMES = CODECS.map(({ name }) => name);
const MIB = 2 ** 20;

/** Adds the options of `compare`. Lists are separated by commas. */
export function addCompareOptions(command: Command): Command {
  return command
    .option('--member <name>', 'the array of a .npz archive to measure')
    .option('--chunk <index>', 'measure one chunk of a container', whole(0, Number.MAX_SAFE_INTEGER))
    .option('--dataset <name>', 'measure a built-in data set instead of a file')
    .addOption(new Option('--size <size>', 'bytes of the data set').argParser(size).default(100 * MIB, '100M'))
    .addOption(new Option('--goal <goal>', 'what matters most').choices([...GOALS]).default('storage'))
    .addOption(
      new Option(
        '--bandwidth <sizes>',
        'of the storage, in bytes a second, such as 150M; or two for writing and reading, such as 100M,2G',
      )
        .argParser(bandwidths)
        .default(evenStorage(500 * MIB), '500M'),
    )
    .option('--measure-folder <dir>', 'measure the storage that a folder lies on, and take its bandwidths')
    .option('--reads <n>', 'how often the data are read for each time they are written', whole(0, 1_000_000), 10)
    .option('--overlap', 'codec and transfer work at the same time')
    .option('--min-ratio <r>', 'advise only what reaches this ratio (needed for --goal ratio-at-least)', positive)
    .addOption(new Option('--preset <name>', 'what to measure').choices([...PRESET_NAMES]).default('quick'))
    .option('--codecs <names>', 'codecs, such as lz4,zstd', names(CODEC_NAMES))
    .option('--shuffles <kinds>', 'none, byte, bit', names(Object.keys(SHUFFLES)))
    .option('--levels <levels>', 'levels 0 to 9, such as 1,5,9', list(whole(0, 9)))
    .option('--chunk-sizes <sizes>', 'chunk sizes, such as 256K,1M', list(size))
    .option('--blocksizes <sizes>', 'sizes of Blosc blocks; 0 lets Blosc choose', list(size))
    .option(
      '--typesizes <sizes>',
      'bytes of an item for the shuffle (default: of an item, a row, and the main field of a record)',
      list(whole(1, 255)),
    )
    .option('--threads <counts>', 'chunks processed in parallel (default: as --nthreads)', list(whole(1, 256)))
    .option('--repeats <n>', 'rounds over all settings', whole(1, 1000))
    .option(
      '--budget <time>',
      'such as 30s or 5m: fewer and shorter repeats to keep it, then fewer settings',
      duration,
    );
}

/** bloscpack's typesize for bytes without a dtype. */
const UNKNOWN_ITEMSIZE = 8;

/** The preset, changed by the options. If they change an axis, the plan is named 'custom'. */
export function planOf(
  options: CompareOptions,
  data: Pick<CompareData, 'itemsize' | 'typesizes'>,
  nthreads: number,
): Plan {
  const typesize = effectiveTypesize(data.itemsize ?? UNKNOWN_ITEMSIZE);
  const { codecs, shuffles, levels, chunkSizes, blocksizes, typesizes, threads, repeats, budget } = options;
  const axes = {
    ...(codecs && { codecs }),
    ...(shuffles && { shuffles }),
    ...(levels && { levels }),
    ...(chunkSizes && { chunkSizesBytes: chunkSizes }),
    ...(blocksizes && { blocksizesBytes: blocksizes }),
    ...(typesizes && { typesizes }),
    ...(threads && { threads }),
    ...(repeats !== undefined && { repeats }),
  };
  const isOwn = Object.keys(axes).length > 0;
  return {
    ...planPreset(options.preset, typesize, nthreads, data.typesizes),
    ...axes,
    ...(isOwn && { preset: 'custom' as const }),
    ...(budget !== undefined && { budgetMs: budget }),
  };
}

/** `bandwidth`: that of a measured folder. Undefined when the goal needs a ratio and none is given. */
export function goalOf(options: CompareOptions, bandwidth = options.bandwidth): Goal | undefined {
  const { goal, reads, overlap, minRatio } = options;
  const limits = minRatio === undefined ? {} : { limits: { ratio: minRatio } };
  if (goal === 'storage') {
    return { kind: goal, ...bandwidth, readsPerWrite: reads, overlap: overlap ?? false, ...limits };
  }
  if (goal !== 'ratio-at-least') return { kind: goal, ...limits };
  return minRatio === undefined ? undefined : { kind: goal, ratio: minRatio };
}

function bandwidths(text: string): Bandwidths {
  const [writeBandwidth = 0, readBandwidth = writeBandwidth, ...more] = list(size)(text);
  if (writeBandwidth > 0 && readBandwidth > 0 && more.length === 0) return { writeBandwidth, readBandwidth };
  throw new InvalidArgumentError('Expected one or two sizes above 0.');
}

type Parse<T> = (text: string) => T;

function list<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (text) => text.split(',').map((part) => parse(part.trim()));
}

function names<T extends string>(known: readonly T[]): Parse<readonly T[]> {
  return list((name) => {
    const found = known.find((one) => one === name);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(`Expected some of ${known.join(', ')}.`);
  });
}

function whole(lowest: number, highest: number): Parse<number> {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= lowest && value <= highest) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${lowest} to ${highest}.`);
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of `30s`, `1.5m`, `200ms`. */
function duration(text: string): number {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (digits === undefined) throw new InvalidArgumentError('Expected a time such as 30s, 5m or 200ms.');
  // The expression matches no other unit.
  return Number(digits) * UNITS[unit as keyof typeof UNITS];
}
