import { memoryOf } from '../container/chunk-blocks.js';
import type { StoredChunk } from '../container/stored-chunks.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../operation.js';
import { mapInOrder } from '../pack/ordered-window.js';
import type { CheckChunk } from './chunk-checker.js';
import type { ChunkScan, Finding } from './chunk-scan.js';
import { isFinding, problemOf } from './from-error.js';
import type { Problem } from './problems.js';

/** A chunk that was checked, a problem, or both: a chunk without a problem is whole. */
export interface Verdict {
  readonly chunk?: StoredChunk;
  readonly problem?: Problem;
  /** Time to read, check and decompress the chunk; present with `chunk`. */
  readonly checkMs?: number;
}

/** The chunks to check, and how to check them. */
export interface ChunkCheck {
  readonly scan: ChunkScan;
  readonly check: CheckChunk;
  /** Size of the data, for progress; undefined when it is not known. */
  readonly totalBytes: number | undefined;
}

/** Checks every chunk that a scan finds, several in parallel, and yields the verdicts in the order of the scan. */
export async function* chunkVerdicts(
  { scan, check, totalBytes }: ChunkCheck,
  options: OperationOptions,
): AsyncGenerator<Verdict, void, undefined> {
  let chunksDone = 0;
  let doneBytes = 0;
  const size = chunkWindow(options, (finding: Finding) => (finding.kind === 'chunk' ? memoryOf(finding.chunk) : 0));
  for await (const verdict of mapInOrder(scan.findings(), size, (finding, slot) => verdictOf(finding, check, slot))) {
    throwIfCancelled(options.signal);
    yield verdict;
    if (!verdict.chunk) continue;
    chunksDone++;
    doneBytes += verdict.chunk.blosc.nbytes;
    options.onProgress?.({ doneBytes, totalBytes, chunksDone });
  }
}

async function verdictOf(finding: Finding, check: CheckChunk, slot: number): Promise<Verdict> {
  if (finding.kind === 'problem') return { problem: finding.problem };
  const { chunk, affected } = finding;
  const startMs = performance.now();
  const checkMs = () => performance.now() - startMs;
  try {
    await check(chunk, slot);
    return { chunk, checkMs: checkMs() };
  } catch (error) {
    if (!isFinding(error)) throw error;
    return { chunk, problem: problemOf(error, affected), checkMs: checkMs() };
  }
}
