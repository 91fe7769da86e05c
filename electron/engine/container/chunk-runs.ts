import type { FilePosition } from '../../../native/index.js';
import { NativeError } from '../../../native/native-error.js';
import { HEADER_NUMBERS, RunCounters, type RunSource, type SizeRule, unpackRun } from '../../../native/runs.js';
import type { BloscHeader } from '../../../shared/format/blosc-chunk.js';
import type { RandomReader } from '../io/random-reader.js';
import { type FileNames, fromNative } from '../native-failures.js';
import { type OperationOptions, runLimits, watchRun } from '../operation.js';
import type { PlainSink } from '../pack/plain/plain-sink.js';
import { DEFAULT_MAX_BLOCK_BYTES, LARGE_CHUNK_BYTES } from './chunk-blocks.js';
import type { ContainerLayout } from './layout.js';
import { expectedNbytes, type StoredChunk, type WalkPoint } from './stored-chunks.js';

/** Consecutive chunks that native code has read, checked and, if asked to, decompressed, in one call. */
export interface ChunkRun {
  /** The position of the first chunk, and the position behind the last one. */
  readonly start: WalkPoint;
  readonly end: WalkPoint;
  /** The headers of the chunks, as `unpackRun` returns them. */
  readonly headers: Uint32Array;
  /** The stored bytes from the first chunk on, where they were read into memory. */
  readonly stored: Uint8Array | undefined;
  /** The plain bytes of all chunks, unless they were written to a file or only checked. Valid until the run after the next one. */
  readonly plain: Uint8Array | undefined;
  /** How long each chunk took, when asked for. */
  readonly milliseconds: Float32Array | undefined;
  /** The entropy of the compressed bytes of each chunk, as `unpackRun` gives it, when asked for. */
  readonly entropies: Float32Array | undefined;
  /** Why the chunk at `end` is damaged or could not be read; undefined when the run ended for another reason. */
  readonly failure: unknown;
}

export interface RunReaderOptions extends OperationOptions {
  /** Check the digests and decompress nothing. */
  readonly digestsOnly?: boolean;
  /** Measure how long each chunk takes. */
  readonly measures?: boolean;
  /** Measure the entropy of each chunk's compressed bytes. */
  readonly measuresEntropy?: boolean;
  /**
   * Where the plain bytes go: an open file, with plain byte 0 at its position, memory with room for them, or buffers; `nowhere` only checks.
   */
  readonly target: FilePosition | Required<Pick<PlainSink, 'room'>> | 'buffers' | 'nowhere';
  /** The file of `target`, for messages. */
  readonly writeTo?: string;
  /** Called about 20 times a second during a run. */
  readonly onTick?: (start: WalkPoint, counters: RunCounters) => void;
}

/** Most chunks of a run: their headers take 1 MiB. */
export const MAX_RUN_CHUNKS = 2 ** 16;
const MAX_INT32 = 2 ** 31 - 1;
/** Most plain bytes of a run that decompresses into a buffer. */
const BUFFER_BYTES = LARGE_CHUNK_BYTES;
/** How much of a stream is read for a run; doubled up to the larger size, so that a slow stream shows its first chunks early. */
const FIRST_WINDOW_BYTES = 2 ** 16;
const MAX_WINDOW_BYTES = 4 * 2 ** 20;

/** Reads a container's chunks in runs. One run at a time. */
export class RunReader {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #options: RunReaderOptions;
  readonly #names: FileNames;
  readonly #buffers: [Uint8Array, Uint8Array] = [new Uint8Array(0), new Uint8Array(0)];
  #turn: 0 | 1 = 0;
  #windowBytes = FIRST_WINDOW_BYTES;
  #counters = new RunCounters();

  constructor(reader: RandomReader, layout: ContainerLayout, options: RunReaderOptions) {
    this.#reader = reader;
    this.#layout = layout;
    this.#options = options;
    this.#names = { readFrom: reader.name, ...(options.writeTo !== undefined && { writeTo: options.writeTo }) };
  }

  /** Lets a run that is in progress end early. Its result is incomplete. */
  cancel(): void {
    this.#counters.cancel();
  }

  /**
   * Takes up to `maxChunks` chunks from `start` on. Fewer, or none, when the next chunk is large, when its header is not as it should
   * be, or when it is not in one piece with those before it: read its header with `readChunkHeader` then.
   */
  async take(start: WalkPoint, maxChunks: number): Promise<ChunkRun> {
    const stored = await this.#reader.span(start.positionBytes, this.#windowBytes);
    if (stored instanceof Uint8Array) this.#windowBytes = Math.min(2 * this.#windowBytes, MAX_WINDOW_BYTES);
    const { nchunks } = this.#layout;
    const left = nchunks === undefined ? MAX_RUN_CHUNKS : nchunks - start.chunkIndex;
    const count = Math.min(maxChunks, left, MAX_RUN_CHUNKS);
    return this.#run(stored, start, {
      maxChunks: count,
      endsContainer: nchunks !== undefined && start.chunkIndex + count === nchunks,
      countsKnown: nchunks !== undefined,
      each: this.#rule(-1),
      last: this.#rule((nchunks ?? 0) - 1),
    });
  }

  /** Takes one chunk whose header was read. None when it has to be decompressed block by block. */
  async takeOne(chunk: StoredChunk): Promise<ChunkRun> {
    const stored = await this.#reader.readAt(chunk.positionBytes, chunk.storedBytes);
    const rule = { nbytes: chunk.blosc.nbytes, exact: true };
    return this.#run(stored, chunk, {
      maxChunks: 1,
      endsContainer: true,
      countsKnown: true,
      each: rule,
      last: rule,
    });
  }

  #rule(chunkIndex: number): SizeRule {
    return expectedNbytes(this.#layout, chunkIndex);
  }

  async #run(stored: RunSource, start: WalkPoint, rules: Rules): Promise<ChunkRun> {
    const { digestsOnly = false, measures = false, measuresEntropy = false } = this.#options;
    const headers = new Uint32Array(HEADER_NUMBERS * rules.maxChunks);
    const milliseconds = measures ? new Float32Array(rules.maxChunks) : undefined;
    const entropies = measuresEntropy ? new Float32Array(rules.maxChunks) : undefined;
    const plain = this.#targetOf(start, rules);
    const counters = new RunCounters();
    this.#counters = counters;
    const run = {
      ...rules,
      stored,
      digestsOnly,
      digest: this.#layout.header.checksum,
      largestBytes: LARGE_CHUNK_BYTES,
      largestBlockBytes: this.#largestBlockBytes(),
      ...runLimits(this.#options),
      headers,
      counters,
      ...(milliseconds && { milliseconds }),
      ...(entropies && { entropies }),
      ...(plain && { plain }),
    };
    let failure: unknown;
    const tick = () => this.#options.onTick?.(start, counters);
    const taken = await watchRun(counters, this.#options, tick, () => unpackRun(run)).catch((error: unknown) => {
      if (!(error instanceof NativeError) || error.fields.chunk === undefined) throw fromNative(error, {}, this.#names);
      failure = error;
      return Number(error.fields.chunk);
    });
    const upTo = { start, end: { ...start, chunkIndex: start.chunkIndex + taken }, headers };
    const end = endWhile(upTo, this.#layout.digestBytes, () => true);
    const context = { chunkIndex: end.chunkIndex, offsetBytes: end.positionBytes };
    return {
      start,
      end,
      headers,
      milliseconds,
      entropies,
      stored: stored instanceof Uint8Array ? stored : undefined,
      plain: plain instanceof Uint8Array ? plain.subarray(0, end.plainStartByte - start.plainStartByte) : undefined,
      failure: failure && fromNative(failure, context, this.#names),
    };
  }

  /** Larger chunks have no place in a buffer. */
  #largestBlockBytes(): number {
    const { target, maxBlockBytes = DEFAULT_MAX_BLOCK_BYTES } = this.#options;
    return target === 'buffers' || isMemory(target) ? 0 : Math.min(maxBlockBytes, MAX_INT32);
  }

  #targetOf({ plainStartByte }: WalkPoint, { maxChunks, each, last }: Rules): FilePosition | Uint8Array | undefined {
    const { target } = this.#options;
    if (target === 'nowhere') return undefined;
    const sizeBytes = Math.min(maxChunks * Math.max(each.nbytes, last.nbytes), BUFFER_BYTES);
    if (isMemory(target)) return target.room(plainStartByte, sizeBytes);
    if (target !== 'buffers') return { fd: target.fd, positionBytes: target.positionBytes + plainStartByte };
    this.#turn = this.#turn === 0 ? 1 : 0;
    if (this.#buffers[this.#turn].byteLength < sizeBytes) this.#buffers[this.#turn] = new Uint8Array(sizeBytes);
    return this.#buffers[this.#turn];
  }
}

function isMemory(target: RunReaderOptions['target']): target is Required<Pick<PlainSink, 'room'>> {
  return typeof target === 'object' && 'room' in target;
}

interface Rules {
  readonly maxChunks: number;
  readonly endsContainer: boolean;
  readonly countsKnown: boolean;
  readonly each: SizeRule;
  readonly last: SizeRule;
}

/** The chunks of a run, one after the other. */
export function* chunksOfRun({ start, end, headers }: ChunkRun, digestBytes: number): Generator<StoredChunk> {
  let { positionBytes, plainStartByte } = start;
  for (let chunkIndex = start.chunkIndex; chunkIndex < end.chunkIndex; chunkIndex++) {
    const blosc = headerAt(headers, chunkIndex - start.chunkIndex);
    const storedBytes = blosc.ctbytes + digestBytes;
    yield { chunkIndex, positionBytes, blosc, storedBytes, plainStartByte };
    positionBytes += storedBytes;
    plainStartByte += blosc.nbytes;
  }
}

/** The end of the first chunks of a run for which `fits` is true; it gets their numbers in the run, and their positions. */
export function endWhile(
  { start, end, headers }: Pick<ChunkRun, 'start' | 'end' | 'headers'>,
  digestBytes: number,
  fits: (index: number, positionBytes: number) => boolean,
): WalkPoint {
  let { chunkIndex, positionBytes, plainStartByte } = start;
  for (let at = 0; chunkIndex < end.chunkIndex; at += HEADER_NUMBERS) {
    if (!fits(chunkIndex - start.chunkIndex, positionBytes)) break;
    plainStartByte += headers[at + 1] ?? 0;
    positionBytes += (headers[at + 3] ?? 0) + digestBytes;
    chunkIndex++;
  }
  return { chunkIndex, positionBytes, plainStartByte };
}

/** Where the last chunk of a run starts. */
export function lastPositionOf({ start, end, headers }: ChunkRun, digestBytes: number): number {
  const last = headerAt(headers, end.chunkIndex - start.chunkIndex - 1);
  return end.positionBytes - last.ctbytes - digestBytes;
}

/** As ChunkWalk::Record in native/src/core/chunk-walk.cc puts them together. */
function headerAt(headers: Uint32Array, index: number): BloscHeader {
  const [first = 0, nbytes = 0, blocksize = 0, ctbytes = 0] = headers.subarray(HEADER_NUMBERS * index);
  return {
    version: first & 0xff,
    versionlz: (first >>> 8) & 0xff,
    flags: (first >>> 16) & 0xff,
    typesize: first >>> 24,
    nbytes,
    blocksize,
    ctbytes,
  };
}

/** How many chunks the next run takes: one at first, so that there is progress early, then four times as many each time. */
export class RunLengths {
  #next = 1;

  next(): number {
    const length = this.#next;
    this.#next = Math.min(4 * length, MAX_RUN_CHUNKS);
    return length;
  }
}
