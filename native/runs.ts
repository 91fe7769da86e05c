/**
 * Runs of chunks: many chunks, one straight behind the other, in one piece of work on the add-on's own threads. It reads,
 * compresses or decompresses, digests and writes them; JavaScript only plans, and watches by `RunCounters`.
 *
 * Throws and rejects as `index.ts` does. The failure of a chunk has its number in the run as the field `chunk`; of several
 * that fail it is the first. Buffers belong to the caller and must not be touched until the promise has settled.
 */
import type { DigestsArguments, SinkArguments, SourceArguments } from './addon.js';
import { checkBytes, checkInteger, choose } from './arguments.js';
import {
  type CompressSettings,
  type FilePosition,
  type FileRange,
  flatSettings,
  guard,
  guardAsync,
  MAX_OVERHEAD,
} from './index.js';
import { addon } from './load.js';

/** Checksums by the names of the container's table. */
export type RunDigest = 'None' | 'adler32' | 'crc32' | 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/** Bytes that lie one after the other. */
export type RunSource = Uint8Array | FileRange;
/** Where bytes go, one after the other; undefined for nowhere. */
export type RunSink = Uint8Array | FilePosition;

/** How a run is done, whatever it does. */
export interface RunLimits {
  /** 1 to 256; the bytes written do not depend on it. */
  readonly threads: number;
  /** Most that the chunks in flight may take; one that takes more goes alone. */
  readonly memoryBytes: number;
  readonly counters: RunCounters;
}

/** The first word of the counters, see RunCounters in src/core/run.h. */
const [RUNNING, CANCELLED, PAUSED] = [0n, 1n, 2n];

/** Progress of a run and the means to stop it: memory shared with the add-on's threads. */
export class RunCounters {
  readonly #words = new BigInt64Array(new SharedArrayBuffer(32));

  /** The memory itself, for the add-on. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#words.buffer);
  }

  /** Chunks that are done, which need not be the first ones. */
  get chunks(): number {
    return this.#at(1);
  }

  get plainBytes(): number {
    return this.#at(2);
  }

  get storedBytes(): number {
    return this.#at(3);
  }

  /** Lets the run end between two chunks. */
  cancel(): void {
    Atomics.store(this.#words, 0, CANCELLED);
  }

  /** Lets the run wait between two chunks for as long as `during` takes, unless it is cancelled. */
  pauseDuring(during: () => void): void {
    Atomics.compareExchange(this.#words, 0, RUNNING, PAUSED);
    try {
      during();
    } finally {
      Atomics.compareExchange(this.#words, 0, PAUSED, RUNNING);
    }
  }

  #at(index: number): number {
    return Number(Atomics.load(this.#words, index));
  }
}

export interface PackRun extends RunLimits {
  readonly plain: RunSource;
  /** Plain bytes of every chunk but the last; no bytes at all are one empty chunk. */
  readonly chunkBytes: number;
  /**
   * Most plain bytes of a chunk that is compressed as a whole; larger ones are in pieces, in memory that does not depend on their
   * size. Without it there are no larger ones. The bytes are the same.
   */
  readonly largestBytes?: number;
  /** 1 to 256; of several, each chunk has those that make it smallest, judged by a sample of it, and then by its size. */
  readonly choices: readonly CompressSettings[];
  readonly digest: RunDigest;
  /** Receives the chunks with their digests. A file must be open for reading too; memory must have room for `maxStoredBytes` of them. */
  readonly stored: RunSink;
  /** Receives the length of each chunk, its digest included. */
  readonly storedLengths: Uint32Array;
}

/** Plain bytes a chunk must have (`exact`), or may have at most. */
export interface SizeRule {
  readonly nbytes: number;
  readonly exact: boolean;
}

export interface UnpackRun extends RunLimits {
  readonly stored: RunSource;
  /** Most chunks to take. */
  readonly maxChunks: number;
  /** Whether the last of `maxChunks` is the container's last. */
  readonly endsContainer: boolean;
  /** Whether the container says how many chunks it has. */
  readonly countsKnown: boolean;
  /** Sizes of all chunks but the container's last, and of that one. */
  readonly each: SizeRule;
  readonly last: SizeRule;
  /** Most plain bytes of a chunk that is taken as a whole. */
  readonly largestBytes: number;
  /**
   * Most plain bytes of a block, for larger chunks, which are taken block by block, in memory that does not depend on their size.
   * 0 (the default) ends the run before a larger chunk, and so does a larger block.
   */
  readonly largestBlockBytes?: number;
  readonly digest: RunDigest;
  /** Check digests and decompress nothing. */
  readonly digestsOnly?: boolean;
  /** Receives the plain bytes; memory that is full ends the run. Without it the chunks are only checked. */
  readonly plain?: RunSink;
  /** Receives the headers of the chunks that were taken: HEADER_NUMBERS numbers a chunk. */
  readonly headers: Uint32Array;
  /** Receives how long each took to check and decompress. */
  readonly milliseconds?: Float32Array;
  /** Receives the entropy of each one's compressed bytes, without header and digest: of the first 16 MiB, in bits a byte. */
  readonly entropies?: Float32Array;
}

/** What the digests of chunks are, and where; without `memory` each stands in its file behind its chunk. */
export interface RunDigests {
  readonly digest: RunDigest;
  /** One behind the other, adler32 and crc32 as u32 little-endian. */
  readonly memory?: Uint8Array;
}

export interface CopyRun extends RunLimits {
  /** Of each chunk the open file that it is in, its position there, and its length in bytes, without its digest. */
  readonly fds: Int32Array;
  readonly positions: Float64Array;
  readonly lengths: Uint32Array;
  /** What each must have. */
  readonly expected: RunDigests;
  /** The open file that each is written to, and its position there. Without it they are only read. */
  readonly target?: { readonly fds: Int32Array; readonly positions: Float64Array };
  /** What each gets in the target. */
  readonly made: RunDigests;
}

/** Of each header: its first four bytes (version, versionlz, flags, typesize) as one number, nbytes, blocksize, ctbytes. */
export const HEADER_NUMBERS = 4;

/** As in the checksum table of the container. For the modules of this folder. */
export const digestCodes = {
  None: 0,
  adler32: 1,
  crc32: 2,
  md5: 3,
  sha1: 4,
  sha224: 5,
  sha256: 6,
  sha384: 7,
  sha512: 8,
} satisfies Record<RunDigest, number>;

const MAX_INT32 = 2 ** 31 - 1;
const MAX_CHUNKS = 2 ** 24;
const MAX_CHOICES = 256;
const NOTHING = new Uint8Array(0);

/** Chunks that so many plain bytes become. */
export function chunkCount(plainBytes: number, chunkBytes: number): number {
  return Math.max(1, Math.ceil(plainBytes / chunkBytes));
}

/** Bytes that the chunks of so many plain bytes have at most. */
export function maxStoredBytes(plainBytes: number, chunkBytes: number, digestBytes: number): number {
  return plainBytes + chunkCount(plainBytes, chunkBytes) * (MAX_OVERHEAD + digestBytes);
}

/** Compresses a run of chunks and writes them in order. Resolves to the bytes written; false ones after a cancel. */
export async function packRun(run: PackRun): Promise<number> {
  checkInteger('chunkBytes', run.chunkBytes, 1, MAX_INT32);
  const { largestBytes = MAX_INT32 } = run;
  checkInteger('largestBytes', largestBytes, 0, MAX_INT32);
  checkInteger('choices', run.choices.length, 1, MAX_CHOICES);
  return guardAsync(() =>
    addon().packRun(
      ...flatSource('plain', run.plain),
      run.chunkBytes,
      largestBytes,
      run.choices.length,
      bytesOf(Int32Array.from(run.choices.flatMap(flatSettings))),
      choose('digest', run.digest, digestCodes),
      ...flatSink('stored', run.stored),
      bytesOf(run.storedLengths),
      ...flatLimits(run),
    ),
  );
}

/**
 * Copies chunks as they are between open files, wherever they stand in them. Resolves to a hash of the bytes of each, as
 * `hash64` gives it; undefined after a cancel.
 */
export async function copyRun(run: CopyRun): Promise<BigUint64Array | undefined> {
  const { fds, lengths, positions, target } = run;
  const count = lengths.length;
  checkInteger('lengths', count, 0, MAX_CHUNKS);
  const hashes = new BigUint64Array(count);
  const copied = await guardAsync(() =>
    addon().copyRun(
      count,
      bytesOf(fds),
      bytesOf(positions),
      bytesOf(lengths),
      ...flatDigests('expected', run.expected),
      target ? 1 : 0,
      target ? bytesOf(target.fds) : NOTHING,
      target ? bytesOf(target.positions) : NOTHING,
      ...flatDigests('made', run.made),
      bytesOf(hashes),
      ...flatLimits(run),
    ),
  );
  return copied === count ? hashes : undefined;
}

/** A hash of 64 bits that is computed about as fast as memory is read (XXH64): against errors, not against forgery. */
export function hash64(bytes: Uint8Array): bigint {
  checkBytes('bytes', bytes);
  return guard(() => addon().hash64(bytes));
}

/**
 * Checks and decompresses a run of chunks. Resolves to how many were taken: fewer than asked for when the next one is not
 * wholly there, is too large, has a header that is not as it should be, or finds no room in `plain`.
 */
export async function unpackRun(run: UnpackRun): Promise<number> {
  checkInteger('maxChunks', run.maxChunks, 0, MAX_CHUNKS);
  const memoryBytes = run.plain instanceof Uint8Array ? run.plain.byteLength : Number.MAX_SAFE_INTEGER;
  return guardAsync(() =>
    addon().unpackRun(
      ...flatSource('stored', run.stored),
      run.maxChunks,
      run.each.nbytes,
      run.last.nbytes,
      run.largestBytes,
      run.largestBlockBytes ?? 0,
      memoryBytes,
      flagsOf(run),
      choose('digest', run.digest, digestCodes),
      ...flatSink('plain', run.plain),
      bytesOf(run.headers),
      run.milliseconds ? bytesOf(run.milliseconds) : NOTHING,
      run.entropies ? bytesOf(run.entropies) : NOTHING,
      ...flatLimits(run),
    ),
  );
}

/** As run-functions.cc takes them apart. */
function flagsOf({ endsContainer, countsKnown, each, last, digestsOnly = false }: UnpackRun): number {
  const flags = [endsContainer, countsKnown, each.exact, last.exact, digestsOnly];
  return flags.reduce((sum, flag, bit) => sum + (flag ? 2 ** bit : 0), 0);
}

function flatSource(name: string, source: RunSource): SourceArguments {
  if (source instanceof Uint8Array) return [-1, 0, 0, source];
  checkPosition(name, source);
  checkInteger(`${name}.lengthBytes`, source.lengthBytes, 0, Number.MAX_SAFE_INTEGER);
  return [source.fd, source.positionBytes, source.lengthBytes, NOTHING];
}

function flatSink(name: string, sink: RunSink | undefined): SinkArguments {
  if (sink === undefined) return [-1, 0, NOTHING];
  if (sink instanceof Uint8Array) return [-1, 0, sink];
  checkPosition(name, sink);
  return [sink.fd, sink.positionBytes, NOTHING];
}

function flatDigests(name: string, { digest, memory = NOTHING }: RunDigests): DigestsArguments {
  return [choose(name, digest, digestCodes), memory];
}

function checkPosition(name: string, { fd, positionBytes }: FilePosition): void {
  checkInteger(`${name}.fd`, fd, 0, MAX_INT32);
  checkInteger(`${name}.positionBytes`, positionBytes, 0, Number.MAX_SAFE_INTEGER);
}

function flatLimits({ threads, memoryBytes, counters }: RunLimits): [number, number, Uint8Array] {
  return [threads, memoryBytes, counters.bytes];
}

function bytesOf(array: Uint32Array | Int32Array | Float32Array | Float64Array | BigUint64Array): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  checkBytes('array', bytes);
  return bytes;
}
