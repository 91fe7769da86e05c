import { CODECS, type CodecName, type ShuffleName } from '../format/codecs.js';
import { binarySize } from './words.js';

/** What can be measured: the codecs, and as a baseline a plain copy of memory. */
export type MeasuredCodec = CodecName | 'copy';

/** All settings with which a sample is compressed. Sizes in bytes. */
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
  /** Chunks processed in parallel, each by one thread. */
  readonly threads: number;
}

/** The codecs in the order in which they are listed, the plain copy last. */
export const MEASURED_CODECS: readonly MeasuredCodec[] = [...CODECS.map(({ name }) => name), 'copy'];

export const SHUFFLE_NAMES = ['none', 'byte', 'bit'] as const satisfies readonly ShuffleName[];

/** bloscpack's defaults (its `defaults.py`), without threads; arrays have their own typesize. */
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

/** Whether these are bloscpack's defaults; ignores typesize and threads. */
export function isBloscpackDefault({ codec, shuffle, level, chunkSizeBytes, blocksizeBytes }: Setting): boolean {
  const defaults = BLOSCPACK_DEFAULTS;
  const sizes = chunkSizeBytes === defaults.chunkSizeBytes && blocksizeBytes === defaults.blocksizeBytes;
  return sizes && codec === defaults.codec && shuffle === defaults.shuffle && level === defaults.level;
}

/** A key of a setting: two settings are equal if and only if their keys are. */
export function settingKey(setting: Setting): string {
  const { codec, shuffle, level, chunkSizeBytes, blocksizeBytes, typesize, threads } = setting;
  return `${codec}-${level}-${shuffle}-c${chunkSizeBytes}-b${blocksizeBytes}-t${typesize}-n${threads}`;
}

/** The axes of a setting besides codec, level and shuffle. */
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

/** The text of a setting: `lz4 · 5 · byte shuffle`, followed by the `extra` axes (see `variedAxes`). */
export function settingWords(setting: Setting, extra: readonly ExtraAxis[] = []): string {
  const copied = setting.codec === 'copy';
  const words = copied ? ['plain copy'] : [setting.codec, `${setting.level}`, SHUFFLE_WORDS[setting.shuffle]];
  const shown = copied ? extra.filter((axis) => axis === 'threads') : extra;
  return [...words, ...shown.map((axis) => EXTRA_WORDS[axis](setting))].join(' · ');
}

/** The axes besides codec, level and shuffle in which the settings differ. Of plain copies, only threads count. */
export function variedAxes(settings: readonly Setting[]): readonly ExtraAxis[] {
  const axes: readonly ExtraAxis[] = ['chunkSizeBytes', 'blocksizeBytes', 'typesize', 'threads'];
  const compressing = settings.filter(({ codec }) => codec !== 'copy');
  return axes.filter((axis) => new Set(compressing.map((setting) => setting[axis])).size > 1);
}
