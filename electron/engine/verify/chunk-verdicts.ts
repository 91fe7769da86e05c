import { plainBlocks, requireStoredDigest } from '../container/chunk-blocks.js';
import { type ChunkRun, chunksOfRun, RunReader, type RunReaderOptions } from '../container/chunk-runs.js';
import type { ContainerLayout } from '../container/layout.js';
import { takeChunk } from '../container/run-walk.js';
import type { StoredChunk } from '../container/stored-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../operation.js';
import type { DataMap } from './affected.js';
import { ChunkScan, type Finding } from './chunk-scan.js';
import { isFinding, problemOf } from './from-error.js';
import type { Problem } from './problems.js';

/** A chunk that was checked, a problem, or both: a chunk without a problem is whole. */
export interface Verdict {
  readonly chunk?: StoredChunk;
  readonly problem?: Problem;
  /** Time to check and decompress the chunk; present with `chunk`. */
  readonly checkMs?: number;
  /** Of the chunk's compressed bytes, as `unpackRun` gives it; absent where it was not measured with the check. */
  readonly entropy?: number;
}

export interface CheckOptions extends OperationOptions {
  /** Check only digests and headers, without decompressing: faster, but does not check the data of a container without digests. */
  readonly digestsOnly?: boolean;
  /** Measure the entropy of whole chunks in passing. */
  readonly measuresEntropy?: boolean;
}

/** Verdicts on consecutive chunks, in the order of the file. */
export interface VerdictBatch {
  readonly verdicts: Iterable<Verdict>;
  /** The number of chunks in it that are whole, and their plain bytes. */
  readonly wholeChunks: number;
  readonly plainBytes: number;
}

/** Checks every chunk of a container, wherever it can be found. */
export class ChunkVerdicts {
  readonly #reader: RandomReader;
  readonly #layout: ContainerLayout;
  readonly #options: CheckOptions;
  readonly #totalBytes: number | undefined;
  readonly #scan: ChunkScan;
  readonly #runs: RunReader;
  readonly #blockBuffers: Uint8Array[] = [];
  #chunksDone = 0;
  #doneBytes = 0;

  /** `map` gives the size of the data, for progress. */
  constructor(reader: RandomReader, layout: ContainerLayout, map: DataMap, options: CheckOptions = {}) {
    this.#reader = reader;
    this.#layout = layout;
    this.#options = options;
    this.#totalBytes = map.totalBytes;
    const onTick: RunReaderOptions['onTick'] = (_, { chunks, plainBytes }) => this.#report(chunks, plainBytes);
    this.#runs = new RunReader(reader, layout, { ...options, target: 'nowhere', measures: true, onTick });
    this.#scan = new ChunkScan(reader, layout, map, this.#runs);
  }

  /** One more than the index of the last chunk found so far. */
  get chunksEnd(): number {
    return this.#scan.chunksEnd;
  }

  /** Yields all verdicts, and reports progress. Call it once. */
  async *batches(): AsyncGenerator<VerdictBatch, void, undefined> {
    for await (const finding of this.#scan.findings()) {
      throwIfCancelled(this.#options.signal);
      const batch = await this.#batchOf(finding);
      throwIfCancelled(this.#options.signal);
      yield batch;
      if (finding.kind === 'problem') continue;
      const run = finding.kind === 'run' ? finding.run : undefined;
      this.#chunksDone += run ? run.end.chunkIndex - run.start.chunkIndex : 1;
      this.#doneBytes += finding.kind === 'chunk' ? finding.chunk.blosc.nbytes : batch.plainBytes;
      this.#report(0, 0);
    }
    throwIfCancelled(this.#options.signal);
  }

  #report(chunksMore: number, bytesMore: number): void {
    this.#options.onProgress?.({
      doneBytes: this.#doneBytes + bytesMore,
      totalBytes: this.#totalBytes,
      chunksDone: this.#chunksDone + chunksMore,
    });
  }

  async #batchOf(finding: Finding): Promise<VerdictBatch> {
    if (finding.kind === 'run') return batchOfRun(finding.run, this.#layout.digestBytes);
    if (finding.kind === 'problem') return { verdicts: [{ problem: finding.problem }], wholeChunks: 0, plainBytes: 0 };
    const { chunk, affected } = finding;
    const startMs = performance.now();
    const checkMs = () => performance.now() - startMs;
    try {
      await this.#check(chunk);
      return { verdicts: [{ chunk, checkMs: checkMs() }], wholeChunks: 1, plainBytes: chunk.blosc.nbytes };
    } catch (error) {
      if (!isFinding(error)) throw error;
      const problem = problemOf(error, affected);
      return { verdicts: [{ chunk, problem, checkMs: checkMs() }], wholeChunks: 0, plainBytes: 0 };
    }
  }

  /** Throws when a chunk is damaged. */
  async #check(chunk: StoredChunk): Promise<void> {
    const { checksum } = this.#layout.header;
    const step = await takeChunk(this.#reader, this.#runs, chunk);
    if (step.kind === 'run') {
      if (step.run.failure !== undefined) throw step.run.failure;
    } else if (this.#options.digestsOnly) {
      await requireStoredDigest(chunk, checksum, step.read);
    } else {
      for await (const _ of plainBlocks(chunk, checksum, step.read, this.#blockBuffers, this.#options));
    }
  }
}

function batchOfRun(run: ChunkRun, digestBytes: number): VerdictBatch {
  const { start, end } = run;
  return {
    verdicts: { [Symbol.iterator]: () => verdictsOf(run, digestBytes) },
    wholeChunks: end.chunkIndex - start.chunkIndex,
    plainBytes: end.plainStartByte - start.plainStartByte,
  };
}

function* verdictsOf(run: ChunkRun, digestBytes: number): Generator<Verdict> {
  for (const chunk of chunksOfRun(run, digestBytes)) {
    const index = chunk.chunkIndex - run.start.chunkIndex;
    const entropy = run.entropies?.[index];
    yield { chunk, checkMs: run.milliseconds?.[index] ?? Number.NaN, ...(entropy !== undefined && { entropy }) };
  }
}
