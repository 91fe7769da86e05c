import { CODECS, type CodecName, type ShuffleName } from '../format/codecs.js';
import { binarySize } from './words.js';

/** What can be measured: the codecs, and a plain copy of memory, the baseline that costs nothing but moving bytes. */
export type MeasuredCodec = CodecName | 'copy';

/** One configuration: all that decides how a sample is compressed. Sizes in bytes. */
export interface Setting {
  readonly codec: MeasuredCodec;
  readonly shuffle: ShuffleName;
  /** 0 (store) to 9 (smallest). */
  readonly level: number;
  readonly chunkSizeBytes: number;
  /** 0 lets Blosc choose. */
  readonly blocksizeBytes: number;
  /** Bytes of an item, 1 to 255. */
  readonly typesize: number;
  /** Chunks worked on at once, each by one thread. */
  readonly threads: number;
}

/** The codecs in the order in which they are listed, the plain copy last. */
export const MEASURED_CODECS: readonly MeasuredCodec[] = [...CODECS.map(({ name }) => name), 'copy'];

export const SHUFFLE_NAMES = ['none', 'byte', 'bit'] as const satisfies readonly ShuffleName[];

/** bloscpack's defaults (its `defaults.py`), but for the threads and for arrays, which bring a typesize of their own. */
export const BLOSCPACK_DEFAULTS = {
  codec: 'blosclz',
  shuffle: 'byte',
  level: 7,
  chunkSizeBytes: 2 ** 20,
  blocksizeBytes: 0,
  typesize: 8,
} as const satisfies Omit<Setting, 'threads'>;

/** Plain copy by `threads` threads, in pieces of `chunkSizeBytes`. */
export function plainCopy(threads: number, chunkSizeBytes: number): Setting {
  return { codec: 'copy', shuffle: 'none', level: 0, chunkSizeBytes, blocksizeBytes: 0, typesize: 1, threads };
}

export function isBaseline(setting: Setting): boolean {
  return setting.codec === 'copy' || isBloscpackDefault(setting);
}

/** Whether these are bloscpack's own defaults, whatever the typesize of the data and the threads. */
export function isBloscpackDefault({ codec, shuffle, level, chunkSizeBytes, blocksizeBytes }: Setting): boolean {
  const defaults = BLOSCPACK_DEFAULTS;
  const sizes = chunkSizeBytes === defaults.chunkSizeBytes && blocksizeBytes === defaults.blocksizeBytes;
  return sizes && codec === defaults.codec && shuffle === defaults.shuffle && level === defaults.level;
}

/** Tells settings apart: two settings are the same exactly when their keys are. */
export function settingKey(setting: Setting): string {
  const { codec, shuffle, level, chunkSizeBytes, blocksizeBytes, typesize, threads } = setting;
  return `${codec}-${level}-${shuffle}-c${chunkSizeBytes}-b${blocksizeBytes}-t${typesize}-n${threads}`;
}

/** What a setting can be told by beyond codec, level and shuffle. */
export type ExtraAxis = 'chunkSizeBytes' | 'blocksizeBytes' | 'typesize' | 'threads';

const SHUFFLE_WORDS = { none: 'no shuffle', byte: 'byte shuffle', bit: 'bit shuffle' } as const satisfies Record<
  ShuffleName,
  string
>;

const EXTRA_WORDS = {
  chunkSizeBytes: (setting) => `chunks of ${binarySize(setting.chunkSizeBytes)}`,
  blocksizeBytes: (setting) =>
    setting.blocksizeBytes === 0 ? 'automatic blocks' : `blocks of ${binarySize(setting.blocksizeBytes)}`,
  typesize: (setting) => `typesize ${setting.typesize}`,
  threads: (setting) => (setting.threads === 1 ? '1 thread' : `${setting.threads} threads`),
} as const satisfies Record<ExtraAxis, (setting: Setting) => string>;

/** A setting as people say it: `lz4 · 5 · byte shuffle`, and what else tells it from others: `variedAxes(settings)`. */
export function settingWords(setting: Setting, extra: readonly ExtraAxis[] = []): string {
  const copied = setting.codec === 'copy';
  const words = copied ? ['plain copy'] : [setting.codec, `${setting.level}`, SHUFFLE_WORDS[setting.shuffle]];
  const told = copied ? extra.filter((axis) => axis === 'threads') : extra;
  return [...words, ...told.map((axis) => EXTRA_WORDS[axis](setting))].join(' · ');
}

/** The axes beyond codec, level and shuffle in which settings differ. Plain copies have only threads. */
export function variedAxes(settings: readonly Setting[]): readonly ExtraAxis[] {
  const axes: readonly ExtraAxis[] = ['chunkSizeBytes', 'blocksizeBytes', 'typesize', 'threads'];
  const compressing = settings.filter(({ codec }) => codec !== 'copy');
  return axes.filter((axis) => new Set(compressing.map((setting) => setting[axis])).size > 1);
}
