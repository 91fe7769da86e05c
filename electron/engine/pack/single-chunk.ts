import { type CompressSettings, compressAsync, decompressAsync, MAX_OVERHEAD } from '../../../native/index.js';
import { type BloscHeader, bloscFlags, parseBloscHeader } from '../../../shared/format/blosc-chunk.js';
import type { FormatCodec } from '../../../shared/format/codecs.js';
import type { ErrorContext } from '../../../shared/format/errors.js';
import { fromNative } from '../native-failures.js';
import { type ChunkArgs, settingsOf } from './args.js';

/** What a chunk's header says of its settings; no codec for an id that C-Blosc 1 does not have. */
export interface StoredArgs extends Required<Pick<ChunkArgs, 'typesize' | 'shuffle'>> {
  readonly codec?: FormatCodec;
}

/**
 * How a chunk was compressed, as far as its header has it: the level is not stored, and chunks of lz4 and of lz4hc cannot be
 * distinguished, so that both count as lz4.
 */
export function bloscArgsOf({ flags, typesize }: Pick<BloscHeader, 'flags' | 'typesize'>): StoredArgs {
  const { codec, byteShuffle, bitShuffle } = bloscFlags(flags);
  return { typesize, shuffle: bitShuffle ? 'bit' : byteShuffle ? 'byte' : 'none', ...(codec && { codec }) };
}

/** Compresses bytes in memory into one Blosc chunk, which belongs to the caller. The same bytes and settings give the same chunk. */
export function compressChunk(plain: Uint8Array, args: ChunkArgs): Promise<Uint8Array> {
  return compressWith(plain, settingsOf(args));
}

/** The same with the settings of `chunkChoices`: the smallest chunk that any of them gives, of equal ones the first. */
export async function compressSmallest(plain: Uint8Array, choices: readonly CompressSettings[]): Promise<Uint8Array> {
  let smallest: Uint8Array | undefined;
  for (const settings of choices) {
    const chunk = await compressWith(plain, settings);
    if (smallest === undefined || chunk.byteLength < smallest.byteLength) smallest = chunk;
  }
  if (smallest === undefined) throw new TypeError('there are no settings to compress with');
  return smallest;
}

async function compressWith(plain: Uint8Array, settings: CompressSettings): Promise<Uint8Array> {
  const packed = new Uint8Array(plain.byteLength + MAX_OVERHEAD);
  try {
    return packed.slice(0, await compressAsync(plain, packed, settings));
  } catch (error) {
    throw fromNative(error, {});
  }
}

/**
 * Decompresses one Blosc chunk in memory; the bytes belong to the caller. Allocates the `nbytes` of the chunk's header: the caller has
 * compared it with what is expected. Throws FormatError for a damaged chunk.
 */
export async function decompressChunk(stored: Uint8Array, context: ErrorContext = {}): Promise<Uint8Array> {
  const plain = new Uint8Array(parseBloscHeader(stored, context).nbytes);
  try {
    await decompressAsync(stored, plain);
  } catch (error) {
    throw fromNative(error, context);
  }
  return plain;
}
