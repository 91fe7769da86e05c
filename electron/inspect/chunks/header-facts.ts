import type { CodecSummary, CodecWords } from '../../../shared/contract/inspect/chunks.js';
import { type BloscHeader, bloscFlags } from '../../../shared/format/blosc-chunk.js';

export type FilterWords = 'none' | 'byte' | 'bit';

const CODEC_WORDS: readonly CodecWords[] = ['blosclz', 'lz4 family', 'snappy', 'zlib', 'zstd'];

/** Codes of codecs in maps: those of the format, then `stored`. */
export const STORED_CODEC = 5;

/** The codec by the format: lz4 and lz4hc share an id, and a pure copy has none whatever its flags say. */
export function codecWords(flags: number): CodecWords {
  const { memcpyed, codecId } = bloscFlags(flags);
  return memcpyed ? 'stored' : (CODEC_WORDS[codecId] ?? 'unknown');
}

export function filterWords(flags: number): FilterWords {
  const { byteShuffle, bitShuffle, memcpyed } = bloscFlags(flags);
  if (memcpyed) return 'none';
  if (byteShuffle) return 'byte';
  return bitShuffle ? 'bit' : 'none';
}

/** Flags are one byte; a second byte says whether they were read or unreadable. */
const READ = 0x100;
const BAD = 0x200;

/** The flags of a pure copy, without those that matter only to codecs. */
const MEMCPYED = 0x02;

type NotedHeader = Pick<BloscHeader, 'flags' | 'typesize' | 'nbytes' | 'blocksize' | 'ctbytes'>;

interface Group {
  chunks: number;
  /** Of the chunks that are complete. */
  plainBytes: number;
  storedBytes: number;
  readonly flags: number;
  readonly typesize: number;
  blocksize: number;
}

/** Facts of the chunk headers read so far: two bytes a chunk, and sums. */
export class HeaderFacts {
  /** Chunks whose headers were read or found unreadable. */
  readCount = 0;
  /** How many of those are unreadable, and the first of them. */
  badCount = 0;
  firstBad = Number.POSITIVE_INFINITY;
  /** Bytes of all block starts, and of all 16-byte headers, of the chunks read. */
  blockStartsBytes = 0;
  #words = new Uint16Array(1024);
  readonly #groups = new Map<number, Group>();

  /** Records a header. The sizes of a chunk that was cut off say nothing of the ratio. */
  note(chunkIndex: number, blosc: NotedHeader, isComplete = true): void {
    if (!this.#mark(chunkIndex, READ | blosc.flags)) return;
    const { memcpyed } = bloscFlags(blosc.flags);
    if (!memcpyed && blosc.blocksize > 0) this.blockStartsBytes += 4 * Math.ceil(blosc.nbytes / blosc.blocksize);
    // The other flags of a pure copy are meaningless.
    const flags = memcpyed ? MEMCPYED : blosc.flags;
    const key = flags * 256 + blosc.typesize;
    const group = this.#groups.get(key) ?? newGroup(flags, blosc.typesize);
    group.chunks++;
    if (isComplete) {
      group.plainBytes += blosc.nbytes;
      group.storedBytes += blosc.ctbytes;
    }
    // A short last chunk has smaller blocks; the largest size is the chosen one.
    group.blocksize = Math.max(group.blocksize, blosc.blocksize);
    this.#groups.set(key, group);
  }

  /** Records a header that is unreadable or invalid. */
  noteBad(chunkIndex: number): void {
    if (!this.#mark(chunkIndex, READ | BAD)) return;
    this.badCount++;
    this.firstBad = Math.min(this.firstBad, chunkIndex);
  }

  has(chunkIndex: number): boolean {
    return ((this.#words[chunkIndex] ?? 0) & READ) !== 0;
  }

  /** The flags byte; undefined for chunks whose header was not read or is unreadable. */
  flags(chunkIndex: number): number | undefined {
    const word = this.#words[chunkIndex] ?? 0;
    return (word & (READ | BAD)) === READ ? word & 0xff : undefined;
  }

  /** The largest group first. Blocks of pure copies count as not split: they have no streams. */
  groups(): CodecSummary['groups'] {
    const groups = [...this.#groups.values()].map(
      ({ chunks, plainBytes, storedBytes, flags, typesize, blocksize }) => ({
        chunks,
        codec: codecWords(flags),
        filter: filterWords(flags),
        blocksSplit: !bloscFlags(flags).notSplit && !bloscFlags(flags).memcpyed,
        typesize,
        blocksize,
        ratio: storedBytes === 0 ? 0 : plainBytes / storedBytes,
      }),
    );
    return groups.sort((a, b) => b.chunks - a.chunks);
  }

  /** False if it was known before. */
  #mark(chunkIndex: number, word: number): boolean {
    if (this.has(chunkIndex)) return false;
    if (chunkIndex >= this.#words.length) {
      const words = new Uint16Array(2 * chunkIndex);
      words.set(this.#words);
      this.#words = words;
    }
    this.#words[chunkIndex] = word;
    this.readCount++;
    return true;
  }
}

function newGroup(flags: number, typesize: number): Group {
  return { chunks: 0, plainBytes: 0, storedBytes: 0, flags, typesize, blocksize: 0 };
}
