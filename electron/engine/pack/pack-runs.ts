import { type CompressSettings, supportsFileRanges } from '../../../native/index.js';
import { NativeError } from '../../../native/native-error.js';
import {
  chunkCount,
  maxStoredBytes,
  packRun,
  RunCounters,
  type RunSink,
  type RunSource,
} from '../../../native/runs.js';
import type { ChecksumName } from '../../../shared/format/checksums.js';
import { LARGE_CHUNK_BYTES } from '../container/chunk-blocks.js';
import { RunLengths } from '../container/chunk-runs.js';
import { digestBytes } from '../container/digest.js';
import { fromNative } from '../native-failures.js';
import { type OperationOptions, runLimits, throwIfCancelled, watchRun } from '../operation.js';
import type { PlainSource } from './plain/plain-source.js';
import { type PlainWindow, plainWindows } from './plain/plain-windows.js';
import { WaitingFile } from './plain/waiting-file.js';

/** Settings for all chunks of a container. */
export interface ChunkSettings {
  /** Of several, each chunk has those that make it smallest. */
  readonly choices: readonly CompressSettings[];
  readonly checksum: ChecksumName;
  /** Plain bytes of a chunk, at most. */
  readonly chunkSize: number;
  /** Where the plain bytes come from, for messages. */
  readonly sourceName: string;
}

/** Where packed chunks go, in order. */
export interface ChunkTarget {
  /** Name for messages: a path. */
  readonly name: string;
  /** Where native code may write chunks itself; absent where it may not. */
  readonly direct?: DirectTarget | undefined;
  /** Writes the next chunks, each followed by its digest. The caller may reuse the memory when the promise is settled. */
  writeChunks(stored: Uint8Array, lengths: Uint32Array): Promise<void>;
  /** Writes the next chunk, of so many bytes, its digest included, in pieces. Absent where a chunk has to be in memory as a whole. */
  writeLargeChunk?(pieces: AsyncIterable<Uint8Array>, storedBytes: number): Promise<void>;
}

/** A target that native code writes to. `room`, the writing and `wrote` follow each other. */
export interface DirectTarget {
  /** The place for the next chunks, of `maxBytes` at most: an open file, or memory. */
  room(maxBytes: number): RunSink;
  /** Native code has written chunks of these lengths, digests included, one straight behind the other. */
  wrote(lengths: Uint32Array): void;
}

export interface PackRunsOptions extends OperationOptions {
  /** Called before so many more chunks are packed; throws to refuse them. */
  readonly beforeChunks?: (chunks: number) => void;
  /** Whether no bytes at all are no chunk, instead of one empty chunk. Default false. */
  readonly mayBeNone?: boolean;
}

/** What was packed. */
export interface PackedTotals {
  readonly plainBytes: number;
  /** Of the chunks with their digests. */
  readonly storedBytes: number;
  readonly chunks: number;
  /** Plain bytes of the last chunk; 0 when there is none. */
  readonly lastChunk: number;
}

/**
 * Compresses all bytes of a source in runs of chunks and writes them in order. The bytes do not depend on the number of threads, nor
 * on how the source is cut into pieces.
 */
export async function packRuns(
  source: Pick<PlainSource, 'file' | 'pieces' | 'sizeBytes'>,
  settings: ChunkSettings,
  target: ChunkTarget,
  options: PackRunsOptions,
): Promise<PackedTotals> {
  // An empty container has chunks of size 0.
  const chunkSize = Math.max(1, settings.chunkSize);
  const packer = new RunPacker(source.sizeBytes, { ...settings, chunkSize }, target, options);
  const waitingFile = new WaitingFile();
  let running: Promise<void> = Promise.resolve();
  try {
    for await (const window of windowsOf(source, chunkSize, target, waitingFile)) {
      await running;
      throwIfCancelled(options.signal);
      running = packer.pack(window.plain);
      running.catch(() => undefined); // thrown by the next await
      // Of another's memory, which changes when the next piece is requested.
      if (!window.isOwn) await running;
    }
    await running;
  } finally {
    packer.cancel();
    await running.catch(() => undefined);
    await packer.close();
    await waitingFile.close();
  }
  throwIfCancelled(options.signal);
  return packer.totals;
}

/** Most plain bytes of a run whose chunks are written to memory. */
const BUFFER_BYTES = 8 * 2 ** 20;

function windowsOf(
  { file, pieces }: Pick<PlainSource, 'file' | 'pieces'>,
  chunkSize: number,
  target: ChunkTarget,
  waitingFile: WaitingFile,
): AsyncIterable<PlainWindow> | Iterable<PlainWindow> {
  const isFile = target.direct !== undefined && !(target.direct.room(0) instanceof Uint8Array);
  const maxBytes = isFile ? Number.MAX_SAFE_INTEGER : BUFFER_BYTES;
  if (file) return fileWindows(file, chunkSize, maxBytes);
  return plainWindows(
    pieces(),
    chunkSize,
    maxBytes,
    chunkSize > LARGE_CHUNK_BYTES && supportsFileRanges ? waitingFile : undefined,
  );
}

/** At least one window, which is empty for an empty file. */
function* fileWindows(
  { fd, positionBytes, lengthBytes }: Exclude<RunSource, Uint8Array>,
  chunkSize: number,
  maxBytes: number,
): Generator<PlainWindow> {
  const lengths = new RunLengths();
  let at = 0;
  do {
    const wanted = Math.max(chunkSize, Math.min(lengths.next() * chunkSize, maxBytes - (maxBytes % chunkSize)));
    const length = Math.min(wanted, lengthBytes - at);
    yield { plain: { fd, positionBytes: positionBytes + at, lengthBytes: length }, isOwn: true };
    at += length;
  } while (at < lengthBytes);
}

class RunPacker {
  readonly #totalBytes: number | undefined;
  readonly #settings: ChunkSettings;
  readonly #target: ChunkTarget;
  readonly #options: PackRunsOptions;
  readonly #digestBytes: number;
  #counters = new RunCounters();
  #buffer = new Uint8Array(0);
  readonly #waitingFile = new WaitingFile();
  totals: PackedTotals = { plainBytes: 0, storedBytes: 0, chunks: 0, lastChunk: 0 };

  constructor(totalBytes: number | undefined, settings: ChunkSettings, target: ChunkTarget, options: PackRunsOptions) {
    this.#totalBytes = totalBytes;
    this.#settings = settings;
    this.#target = target;
    this.#options = options;
    this.#digestBytes = digestBytes(settings.checksum);
  }

  /** Lets a run that is in progress end early. */
  cancel(): void {
    this.#counters.cancel();
  }

  /** To be called when no run is in progress. */
  close(): Promise<void> {
    return this.#waitingFile.close();
  }

  async pack(plain: RunSource): Promise<void> {
    const plainBytes = plain instanceof Uint8Array ? plain.byteLength : plain.lengthBytes;
    if (plainBytes === 0 && (this.#options.mayBeNone || this.totals.chunks > 0)) return;
    const { chunkSize } = this.#settings;
    const lengths = new Uint32Array(chunkCount(plainBytes, chunkSize));
    this.#options.beforeChunks?.(lengths.length);
    const storedBytes = await this.#packInto(plain, plainBytes, lengths);
    this.totals = {
      plainBytes: this.totals.plainBytes + plainBytes,
      storedBytes: this.totals.storedBytes + storedBytes,
      chunks: this.totals.chunks + lengths.length,
      lastChunk: plainBytes - (lengths.length - 1) * chunkSize,
    };
    this.#report({ chunks: 0, plainBytes: 0, storedBytes: 0 });
  }

  /** Resolves to the stored bytes. */
  async #packInto(plain: RunSource, plainBytes: number, lengths: Uint32Array): Promise<number> {
    const maxBytes = maxStoredBytes(plainBytes, this.#settings.chunkSize, this.#digestBytes);
    const { direct } = this.#target;
    if (direct) {
      const storedBytes = await this.#run(plain, direct.room(maxBytes), lengths);
      direct.wrote(lengths);
      return storedBytes;
    }
    if (this.#target.writeLargeChunk && plainBytes > LARGE_CHUNK_BYTES && supportsFileRanges && lengths.length === 1) {
      return this.#packThroughFile(plain, lengths);
    }
    if (this.#buffer.byteLength < maxBytes) this.#buffer = new Uint8Array(maxBytes);
    const storedBytes = await this.#run(plain, this.#buffer, lengths);
    await this.#target.writeChunks(this.#buffer.subarray(0, storedBytes), lengths);
    return storedBytes;
  }

  /** A target whose bytes cannot be changed gets a large chunk when it is complete: its header, which is first, is known last. */
  async #packThroughFile(plain: RunSource, lengths: Uint32Array): Promise<number> {
    const { path, ...position } = await this.#waitingFile.position();
    const storedBytes = await this.#run(plain, position, lengths, path);
    await this.#target.writeLargeChunk?.(this.#waitingFile.pieces(storedBytes), storedBytes);
    return storedBytes;
  }

  async #run(
    plain: RunSource,
    stored: RunSink,
    storedLengths: Uint32Array,
    writeTo = this.#target.name,
  ): Promise<number> {
    const { choices, checksum: digest, chunkSize: chunkBytes, sourceName } = this.#settings;
    const counters = new RunCounters();
    this.#counters = counters;
    const sizes = { chunkBytes, largestBytes: LARGE_CHUNK_BYTES };
    const run = { plain, ...sizes, choices, digest, stored, storedLengths, ...runLimits(this.#options), counters };
    const tick = () => this.#report(counters);
    try {
      const storedBytes = await watchRun(counters, this.#options, tick, () => packRun(run));
      throwIfCancelled(this.#options.signal);
      return storedBytes;
    } catch (error) {
      const chunk = error instanceof NativeError ? Number(error.fields.chunk ?? 0) : 0;
      const names = { readFrom: sourceName, writeTo };
      throw fromNative(error, { chunkIndex: this.totals.chunks + chunk }, names);
    }
  }

  #report(more: Pick<RunCounters, 'chunks' | 'plainBytes' | 'storedBytes'>): void {
    const { plainBytes, storedBytes, chunks } = this.totals;
    this.#options.onProgress?.({
      doneBytes: plainBytes + more.plainBytes,
      totalBytes: this.#totalBytes,
      chunksDone: chunks + more.chunks,
      storedBytes: storedBytes + more.storedBytes,
    });
  }
}
