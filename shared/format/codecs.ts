import { ArgumentError } from './errors.js';

/** A codec for compression. */
export type CodecName = 'blosclz' | 'lz4' | 'lz4hc' | 'snappy' | 'zlib' | 'zstd';

/** The codec of a chunk. lz4hc writes lz4's format: the file does not distinguish them. */
export type FormatCodec = 'blosclz' | 'lz4' | 'snappy' | 'zlib' | 'zstd';

export interface Codec {
  readonly name: CodecName;
  readonly format: FormatCodec;
  /** Bits 5 to 7 of a chunk's flags. */
  readonly id: number;
}

/** Every codec (ids: `BLOSC_*_FORMAT` in C-Blosc 1.21's `blosc.h`). */
export const CODECS: readonly Codec[] = [
  { name: 'blosclz', format: 'blosclz', id: 0 },
  { name: 'lz4', format: 'lz4', id: 1 },
  { name: 'lz4hc', format: 'lz4', id: 1 },
  { name: 'snappy', format: 'snappy', id: 2 },
  { name: 'zlib', format: 'zlib', id: 3 },
  { name: 'zstd', format: 'zstd', id: 4 },
];

/** Takes for each chunk the settings that make it smallest, of those that the goal allows. */
export type AutoCodec = (typeof AUTO_CODECS)[number];

export const AUTO_CODECS = ['auto:fast', 'auto:balanced', 'auto:small'] as const;

/** Narrows a name. Throws ArgumentError that lists the names when it is none of them. */
export function codecByName(name: string): CodecName {
  const codec = CODECS.find((candidate) => candidate.name === name);
  if (codec === undefined) {
    const names = CODECS.map((candidate) => candidate.name).join(', ');
    throw new ArgumentError(`unknown codec '${name}': expected one of ${names}`, { found: name });
  }
  return codec.name;
}

/** The format for an id in a chunk's flags; undefined for an id that C-Blosc 1 does not have. */
export function formatCodecById(id: number): FormatCodec | undefined {
  return CODECS.find((candidate) => candidate.id === id)?.format;
}

export type ShuffleName = 'none' | 'byte' | 'bit';

/** The filters and Blosc's constants for them (`BLOSC_NOSHUFFLE`, `BLOSC_SHUFFLE`, `BLOSC_BITSHUFFLE`). */
export const SHUFFLES = { none: 0, byte: 1, bit: 2 } as const satisfies Record<ShuffleName, number>;
