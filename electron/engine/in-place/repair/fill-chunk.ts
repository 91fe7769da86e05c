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

/** The level is not stored in a container; Bloscpack's default. */
const CLEVEL = 7;

/** Makes the chunks that stand in for missing ones: one byte over and over, compressed as the container's other chunks are. */
export class FillChunks {
  readonly #checksum: BloscpackHeader['checksum'];
  readonly #settings: CompressSettings;
  readonly #byte: number;
  /** By plain size, of which there are two at most: that of a chunk and that of the last one. */
  readonly #made = new Map<number, Uint8Array>();

  private constructor(header: BloscpackHeader, example: BloscHeader, byte: number) {
    this.#checksum = header.checksum;
    this.#settings = settingsLike(header, example);
    this.#byte = byte;
  }

  /** `like`: kept chunks, the first of which tells codec and shuffle. */
  static async create(reader: RandomReader, header: BloscpackHeader, like: KeptRun, byte: number): Promise<FillChunks> {
    const example = parseBloscHeader(await reader.readAt(like.positionBytes, BLOSC_HEADER_BYTES));
    return new FillChunks(header, example, byte);
  }

  /** Chunk and digest for `nbytes` plain bytes. The bytes belong to this object. */
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
