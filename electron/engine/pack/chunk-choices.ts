import type { CompressSettings } from '../../../native/index.js';
import { AUTO_CODECS, type AutoCodec, type CodecName } from '../../../shared/format/codecs.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { effectiveTypesize, parseArrayMetadata } from '../../../shared/format/numpy/array-metadata.js';
import { typesizesForChunks } from '../../../shared/format/numpy/typesizes.js';
import { type BloscArgs, type ChunkArgs, DEFAULT_TYPESIZE, settingsOf } from './args.js';

/** What is known of the data. */
export interface DataFacts {
  /** Bytes of one item, for arrays. */
  readonly itemsize?: number | undefined;
  /** Metadata of the data, which may be those of an array. */
  readonly metadata?: JsonValue | undefined;
}

export interface ChunkChoices {
  /** The container's typesize. */
  readonly typesize: number;
  /** At least one; of several, each chunk gets those that make it smallest. */
  readonly choices: readonly CompressSettings[];
}

/** Codec, level and shuffle that a goal allows, the usually smallest first. Levels are chosen for speed, and filters for the data. */
const GOALS: Readonly<Record<AutoCodec, readonly Pick<ChunkArgs, 'codec' | 'clevel' | 'shuffle'>[]>> = {
  'auto:fast': withEachShuffle('lz4', 5),
  'auto:balanced': [...withEachShuffle('zstd', 3), { codec: 'lz4', clevel: 5, shuffle: 'byte' }],
  'auto:small': [...withEachShuffle('zstd', 9), { codec: 'zlib', clevel: 9, shuffle: 'byte' }],
};

function withEachShuffle(
  codec: CodecName,
  clevel: number,
): readonly Required<Pick<ChunkArgs, 'codec' | 'clevel' | 'shuffle'>>[] {
  return (['byte', 'bit', 'none'] as const).map((shuffle) => ({ codec, clevel, shuffle }));
}

/**
 * The settings of which each chunk may have one, without duplicates: typesizes only differ where there is a filter to use them.
 * Throws ArgumentError for values that Blosc does not accept, and for a level or shuffle beside a goal.
 */
export function chunkChoices({ typesize, codec, ...rest }: BloscArgs = {}, data: DataFacts = {}): ChunkChoices {
  const { itemsize, metadata } = data;
  const ownTypesize = itemsize === undefined ? DEFAULT_TYPESIZE : effectiveTypesize(itemsize);
  const typesizes = typesize === 'auto' ? typesizesForChunks(parseArrayMetadata(metadata)) : [typesize ?? ownTypesize];
  const codecs = isAuto(codec) ? goalOf(codec, rest) : [{ ...(codec && { codec }) }];
  const all = codecs.flatMap((args) => typesizes.map((one) => ({ ...rest, ...args, typesize: one })));
  const different = all.filter(({ shuffle }, at) => shuffle !== 'none' || at % typesizes.length === 0);
  const choices = different.map((args) => settingsOf(different.length > 1 ? withWholeBits(args) : args));
  return { typesize: typesize === 'auto' ? ownTypesize : (typesize ?? ownTypesize), choices };
}

function isAuto(codec: BloscArgs['codec']): codec is AutoCodec {
  return AUTO_CODECS.some((name) => name === codec);
}

function goalOf(codec: AutoCodec, { clevel, shuffle }: Pick<ChunkArgs, 'clevel' | 'shuffle'>): readonly ChunkArgs[] {
  if (clevel === undefined && shuffle === undefined) return GOALS[codec];
  const given = clevel === undefined ? 'shuffle' : 'level';
  throw new ArgumentError(
    `codec ${codec} chooses level and shuffle of each chunk: leave the ${given} out, or name a codec`,
  );
}

/** About what Blosc chooses. */
const BLOCK_BYTES = 2 ** 17;

/**
 * C-Blosc shuffles the bits of a block only if it holds a multiple of 8 items, and leaves it unshuffled without a word otherwise. The
 * blocks that it chooses itself hold one where the typesize is a power of two.
 */
function withWholeBits(args: ChunkArgs): ChunkArgs {
  const { shuffle, typesize = DEFAULT_TYPESIZE, blocksize = 0 } = args;
  if (shuffle !== 'bit' || blocksize > 0 || Number.isInteger(Math.log2(typesize))) return args;
  return { ...args, blocksize: BLOCK_BYTES - (BLOCK_BYTES % (8 * typesize)) };
}
