import type { CompressSettings } from '../../../native/index.js';
import { type ChecksumName, checksumByName } from '../../../shared/format/checksums.js';
import { defaultMaxAppChunks } from '../../../shared/format/chunking.js';
import {
  type AutoCodec,
  type CodecName,
  codecByName,
  SHUFFLES,
  type ShuffleName,
} from '../../../shared/format/codecs.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { MAX_CHUNK_SIZE } from '../../../shared/format/header.js';

/** How Blosc compresses chunks. A missing field has the reference's default. */
export interface BloscArgs extends Omit<ChunkArgs, 'typesize' | 'codec'> {
  /** Also `auto`: for each chunk that of `typesizesForChunks` which makes it smallest. */
  readonly typesize?: number | 'auto';
  /** Also a goal: for each chunk the codec, level and shuffle that make it smallest; `clevel` and `shuffle` are then left out. */
  readonly codec?: CodecName | AutoCodec;
}

/** How Blosc compresses one chunk. A missing field has the reference's default. */
export interface ChunkArgs {
  /** Bytes of one item, 1..255; shuffling groups the n-th byte of all items. Default 8, or an array's own item size. */
  readonly typesize?: number;
  /** 0 (store) .. 9 (smallest). Default 7. */
  readonly clevel?: number;
  /** Default `byte`. */
  readonly shuffle?: ShuffleName;
  /** Default `blosclz`. */
  readonly codec?: CodecName;
  /** Bytes of a Blosc block inside a chunk; 0 lets Blosc choose. Default 0. */
  readonly blocksize?: number;
}

/** How the container is laid out. */
export interface BloscpackArgs {
  /** Store the position of every chunk. Needed for appending and for fast random access. Default true. */
  readonly offsets?: boolean;
  /** Digest stored behind every chunk. Default `adler32`. */
  readonly checksum?: ChecksumName;
  /** Slots reserved for chunks that are appended later, also as a function of the number of chunks. Default: 10 for each chunk. */
  readonly maxAppChunks?: number | bigint | ((nchunks: number) => number | bigint);
}

/** How metadata is stored. */
export interface MetadataArgs {
  readonly metaChecksum?: ChecksumName;
  readonly metaCodec?: 'None' | 'zlib';
  /** zlib's level, 0..9. Default 6. */
  readonly metaLevel?: number;
  /** Room for the stored metadata in bytes, for changes in place. Default: 10 times the size of the metadata. */
  readonly maxMetaSize?: number | ((metaSize: number) => number);
  /** Up to 8 bytes of latin-1 text for the user's own purposes. */
  readonly userCodec?: string;
}

/** Default size of a chunk: 1 MiB, as in the reference. */
export const DEFAULT_CHUNK_SIZE = 2 ** 20;
export const DEFAULT_TYPESIZE = 8;

export type ResolvedChunkArgs = Required<ChunkArgs>;
export type ResolvedBloscpackArgs = Required<BloscpackArgs>;
export type ResolvedMetadataArgs = Required<MetadataArgs>;

/** Fills in the defaults. `itemsize` is that of the array, if there is one. Throws ArgumentError for values that Blosc does not accept. */
export function resolveChunkArgs(args: ChunkArgs = {}, itemsize?: number): ResolvedChunkArgs {
  const resolved = {
    typesize: args.typesize ?? itemsize ?? DEFAULT_TYPESIZE,
    clevel: args.clevel ?? 7,
    shuffle: args.shuffle ?? 'byte',
    codec: codecByName(args.codec ?? 'blosclz'),
    blocksize: args.blocksize ?? 0,
  };
  requireInteger('typesize', resolved.typesize, 1, 255);
  requireInteger('clevel', resolved.clevel, 0, 9);
  requireInteger('blocksize', resolved.blocksize, 0, MAX_CHUNK_SIZE);
  if (!Object.hasOwn(SHUFFLES, resolved.shuffle)) {
    throw new ArgumentError(`shuffle must be one of ${Object.keys(SHUFFLES).join(', ')}, not '${resolved.shuffle}'`);
  }
  return resolved;
}

/** As native code takes them. Throws ArgumentError for values that Blosc does not accept. */
export function settingsOf(args: ChunkArgs): CompressSettings {
  const { shuffle, ...others } = resolveChunkArgs(args);
  return { ...others, shuffle: SHUFFLES[shuffle] };
}

export function resolveBloscpackArgs(args: BloscpackArgs = {}): ResolvedBloscpackArgs {
  return {
    offsets: args.offsets ?? true,
    checksum: checksumByName(args.checksum ?? 'adler32').name,
    maxAppChunks: args.maxAppChunks ?? defaultMaxAppChunks,
  };
}

export function resolveMetadataArgs(args: MetadataArgs = {}): ResolvedMetadataArgs {
  const metaLevel = args.metaLevel ?? 6;
  requireInteger('metaLevel', metaLevel, 0, 9);
  const metaCodec = args.metaCodec ?? 'zlib';
  if (metaCodec !== 'zlib' && metaCodec !== 'None') {
    throw new ArgumentError(`metaCodec must be 'None' or 'zlib', not '${metaCodec}'`);
  }
  return {
    metaChecksum: checksumByName(args.metaChecksum ?? 'adler32').name,
    metaCodec,
    metaLevel,
    maxMetaSize: args.maxMetaSize ?? ((metaSize: number) => 10 * metaSize),
    userCodec: args.userCodec ?? '',
  };
}

/** Throws an ArgumentError unless `value` is an integer in [lowest, highest]. */
export function requireInteger(name: string, value: number, lowest: number, highest: number): void {
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new ArgumentError(`${name} must be an integer between ${lowest} and ${highest}, not ${value}`);
  }
}
