import type { DataSource } from './data-source.js';
import type { Plan } from './plan.js';
import type { Setting } from './setting.js';
import { countWords, grouped } from './words.js';

/** The measurements of one direction in plain bytes per second: every repeat, and their statistics. */
export interface Series {
  /** In the order in which they were measured. */
  readonly repeats: readonly number[];
  readonly median: number;
  /** Quartiles: half of the repeats lie between them. */
  readonly q1: number;
  readonly q3: number;
  readonly min: number;
  readonly max: number;
  /** Median of the distances from the median. */
  readonly mad: number;
}

/**
 * Reasons why a number may be unreliable:
 * - `unstable`: the largest repeat exceeds 1.3 times the median, or the middle half spans more than 5 % of it
 * - `drift`: the repeats rise or fall steadily: the machine changed its speed during the measurement
 * - `busy`: other programs, or a limit of the system, kept the processors from the measurement for more than a fifth of its
 *   time: the speeds are by CPU time, see `Measured.byClock`
 * - `tiny`: the data have less than 1 MiB, so that call overhead takes more time than the codec
 */
export type ResultFlag = 'unstable' | 'drift' | 'busy' | 'tiny';

/** A setting whose round trip was verified byte for byte, and its measurements. Sizes in bytes, of the sample. */
export interface Measured {
  readonly setting: Setting;
  readonly plainBytes: number;
  /**
   * Size of the sample in a container with default settings: chunks with their headers, digests, offsets and reserved slots, and the
   * sample's share of the container's header and metadata.
   */
  readonly storedBytes: number;
  /** The compressed chunks alone. */
  readonly payloadBytes: number;
  /** plainBytes / storedBytes. */
  readonly ratio: number;
  /**
   * 95 % interval of the ratio of all data; both are `ratio` when all chunks were sampled. The high end is estimated from the
   * spread of the sampled chunks; the low end also allows for incompressible data unlike all of them (`unseenShare`).
   */
  readonly ratioLow: number;
  readonly ratioHigh: number;
  readonly compress: Series;
  readonly decompress: Series;
  /** Median speeds by the clock, where it was not a measure of the codec: then `compress` and `decompress` are by CPU time. */
  readonly byClock?: { readonly compress: number; readonly decompress: number };
  /** CPU time of one pass over the sample, of all threads together. */
  readonly compressCpuSeconds: number;
  readonly decompressCpuSeconds: number;
  /** Size of all buffers during packing with this setting. */
  readonly memoryBytes: number;
  readonly flags: readonly ResultFlag[];
  readonly verified: true;
}

/**
 * Why a setting has no measurements:
 * - `round-trip`: the decompressed bytes are not those of the source
 * - `codec`: the codec refused or failed
 * - `unavailable`: this machine's Blosc was built without the codec
 */
export type FailureKind = 'round-trip' | 'codec' | 'unavailable';

export interface Failed {
  readonly setting: Setting;
  readonly failed: { readonly kind: FailureKind /** One plain sentence. */; readonly reason: string };
}

export type CompareResult = Measured | Failed;

export function isMeasured(result: CompareResult): result is Measured {
  return !('failed' in result);
}

/** The settings that were measured, without failed ones. */
export function measuredOf(results: readonly CompareResult[]): readonly Measured[] {
  return results.filter(isMeasured);
}

export function failedOf(results: readonly CompareResult[]): readonly Failed[] {
  return results.flatMap((result) => (isMeasured(result) ? [] : [result]));
}

/** The machine and the software that measured. */
export interface Environment {
  /** Name of the machine; distinguishes runs of different machines. */
  readonly host: string;
  readonly cpu: string;
  /** Logical processors. */
  readonly cores: number;
  /** Name, release and architecture. */
  readonly os: string;
  readonly memoryBytes: number;
  readonly blosc: string;
  /** Versions of the codec libraries by codec, such as `{ zstd: '1.5.4' }`. */
  readonly codecs: Readonly<Record<string, string>>;
  readonly node: string;
  readonly app: string;
  /** How the native code was built, where known. */
  readonly build?: string;
  /** Runnable processes on average over a minute (not known on Windows). */
  readonly loadBefore?: number;
  readonly loadAfter?: number;
  /** Power source and governor, where the system reports them: `battery, powersave`. */
  readonly power?: string;
}

/** The data that were measured. */
export interface DataFacts {
  readonly name: string;
  /** numpy's name of the item type, for arrays. */
  readonly dtype?: string;
  /** Bytes of the data's own item, for arrays. */
  readonly itemsize?: number;
  /** Undefined in runs of earlier versions. */
  readonly source?: DataSource;
  /** All of the data, of which the sample is a part. */
  readonly plainBytes: number;
  readonly sampleBytes: number;
  readonly chunksSampled: number;
  readonly chunksTotal: number;
  /** Of the sample's bytes, in hex. */
  readonly sha256: string;
}

/** A comparison: its plan, environment, data and results. */
export interface Run {
  readonly formatVersion: 1;
  readonly id: string;
  readonly name: string;
  /** When it started, as ISO 8601 in UTC. */
  readonly startedIso: string;
  readonly environment: Environment;
  readonly data: DataFacts;
  readonly plan: Plan;
  /** Settings of the plan: more than there are results when the run was stopped or had a budget. */
  readonly planned?: number;
  readonly results: readonly CompareResult[];
  /** Sentences for the user: what was dropped because of the budget, that the run was stopped. */
  readonly notes: readonly string[];
}

/** Data under 1 MiB: their timings are mostly overhead. */
export const TINY_BYTES = 2 ** 20;

export function isTiny(data: Pick<DataFacts, 'plainBytes'>): boolean {
  return data.plainBytes < TINY_BYTES;
}

/** `medians of 5 rounds`; `1 round`; `medians of 2 to 3 rounds` where the run ended in the middle of a round. */
export function repeatWords({ results }: Pick<Run, 'results'>): string {
  const counts = measuredOf(results).map(({ compress }) => compress.repeats.length);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return 'nothing measured';
  if (most === 1) return '1 round';
  return `medians of ${fewest === most ? '' : `${fewest} to `}${most} rounds`;
}

/** The sample in words: `64 of 7,300 chunks, 0.9 %`, or `all of it`. */
export function sampleWords({ chunksSampled, chunksTotal, sampleBytes, plainBytes }: DataFacts): string {
  if (sampleBytes >= plainBytes) return 'all of it';
  const percent = ((100 * sampleBytes) / plainBytes).toFixed(1);
  return `${grouped(chunksSampled)} of ${countWords(chunksTotal, 'chunk')}, ${percent} %`;
}
