import { type CompressSettings, compressAsync, MAX_OVERHEAD } from '../../../../native/index.js';
import {
  BLOSC_HEADER_BYTES,
  type BloscHeader,
  bloscFlags,
  parseBloscHeader,
} from '../../../../shared/format/blosc-chunk.js';
import { SHUFFLES } from '../../../../shared/format/codecs.js';
import type { BloscpackHeader } from '../../../../shared/format/header.js';
import { computeDigest } from '../../container/digest.js';
import type { RandomReader } from '../../io/random-reader.js';
import { fromNative } from '../../native-failures.js';
import type { KeptRun } from './kept-chunks.js';

/** Bloscpack's default level: a container does not store its own. */
const CLEVEL = 7;

/** Makes chunks that replace missing ones: all bytes are the same, compressed as the container's other chunks are. */
export class FillChunks {
  readonly #checksum: BloscpackHeader['checksum'];
  readonly #settings: CompressSettings;
  readonly #byte: number;
  /** By plain size. There are at most two sizes: that of a chunk and that of the last chunk. */
  readonly #made = new Map<number, Uint8Array>();

  private constructor(header: BloscpackHeader, example: BloscHeader, byte: number) {
    this.#checksum = header.checksum;
    this.#settings = settingsLike(header, example);
    this.#byte = byte;
  }

  /** `like`: kept chunks; codec and shuffle are those of the first. */
  static async create(reader: RandomReader, header: BloscpackHeader, like: KeptRun, byte: number): Promise<FillChunks> {
    const example = parseBloscHeader(await reader.readAt(like.positionBytes, BLOSC_HEADER_BYTES));
    return new FillChunks(header, example, byte);
  }

  /** Chunk and digest for `nbytes` plain bytes. Do not write to the returned bytes: they are used again. */
  async stored(nbytes: number): Promise<Uint8Array> {
    const stored = this.#made.get(nbytes) ?? (await this.#make(nbytes));
    this.#made.set(nbytes, stored);
    return stored;
  }

  async #make(nbytes: number): Promise<Uint8Array> {
    const packed = new Uint8Array(nbytes + MAX_OVERHEAD);
    try {
      const ctbytes = await compressAsync(new Uint8Array(nbytes).fill(this.#byte), packed, this.#settings);
      const chunk = packed.subarray(0, ctbytes);
      return new Uint8Array(Buffer.concat([chunk, computeDigest(this.#checksum, chunk)]));
    } catch (error) {
      throw fromNative(error, {});
    }
  }
}

function settingsLike(header: BloscpackHeader, example: BloscHeader): CompressSettings {
  const { codec = 'blosclz', byteShuffle, bitShuffle } = bloscFlags(example.flags);
  return {
    codec,
    clevel: CLEVEL,
    shuffle: byteShuffle ? SHUFFLES.byte : bitShuffle ? SHUFFLES.bit : SHUFFLES.none,
    typesize: header.typesize || example.typesize,
    blocksize: 0,
  };
}
