import type { ContainerLayout } from '../container/layout.js';
import type { StoredChunk } from '../container/walk-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import { type OperationOptions, throwIfCancelled, windowSize } from '../operation.js';
import { mapInOrder } from '../ordered-window.js';
import type { DataMap } from './affected.js';
import { type CheckChunk, digestCheck, fullCheck } from './chunk-checker.js';
import type { ChunkScan, Finding } from './chunk-scan.js';
import { isFinding, problemOf } from './from-error.js';
import type { Problem } from './problems.js';

export interface VerifyOptions extends OperationOptions {
  /** Check digests and headers and decompress nothing: faster, and blind where the container keeps no digests. */
  readonly digestsOnly?: boolean;
}

/** A chunk that was checked, a problem, or both: a chunk without a problem of its own is sound. */
export interface Verdict {
  readonly chunk?: StoredChunk;
  readonly problem?: Problem;
}

/** Chunks below this size are all taken for this large when the window is planned. */
const SMALL_CHUNK_BYTES = 2 ** 20;

/** Checks every chunk that a scan finds, several at once, and yields what became of each in the order of the scan. */
export async function* chunkVerdicts(
  scan: ChunkScan,
  reader: RandomReader,
  layout: ContainerLayout,
  map: DataMap,
  options: VerifyOptions,
): AsyncGenerator<Verdict, void, undefined> {
  const check = options.digestsOnly ? digestCheck(reader, layout) : fullCheck(reader, layout);
  const window = windowSize(options, 2 * Math.max(layout.header.chunkSize, SMALL_CHUNK_BYTES));
  let chunksDone = 0;
  let doneBytes = 0;
  for await (const verdict of mapInOrder(scan.findings(), window, (finding, slot) => judge(finding, check, slot))) {
    throwIfCancelled(options.signal);
    yield verdict;
    if (!verdict.chunk) continue;
    chunksDone++;
    doneBytes += verdict.chunk.blosc.nbytes;
    options.onProgress?.({ doneBytes, totalBytes: map.totalBytes, chunksDone });
  }
}

async function judge(finding: Finding, check: CheckChunk, slot: number): Promise<Verdict> {
  if (finding.kind === 'problem') return { problem: finding.problem };
  const { chunk, affected } = finding;
  try {
    await check(chunk, slot);
    return { chunk };
  } catch (error) {
    if (!isFinding(error)) throw error;
    return { chunk, problem: problemOf(error, affected) };
  }
}
