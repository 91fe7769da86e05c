import { memoryOf } from '../container/chunk-blocks.js';
import type { StoredChunk } from '../container/stored-chunks.js';
import { chunkWindow, type OperationOptions, throwIfCancelled } from '../operation.js';
import { mapInOrder } from '../pack/ordered-window.js';
import type { CheckChunk } from './chunk-checker.js';
import type { ChunkScan, Finding } from './chunk-scan.js';
import { isFinding, problemOf } from './from-error.js';
import type { Problem } from './problems.js';

/** A chunk that was checked, a problem, or both: a chunk without a problem of its own is sound. */
export interface Verdict {
  readonly chunk?: StoredChunk;
  readonly problem?: Problem;
  /** How long the chunk took to be read, checked and decompressed; there with `chunk`. */
  readonly checkMs?: number;
}

/** What to look at, and how closely. */
export interface Inspection {
  readonly scan: ChunkScan;
  readonly check: CheckChunk;
  /** Plain bytes in all, for progress; undefined when nobody knows. */
  readonly totalBytes: number | undefined;
}

/** Checks every chunk that a scan finds, several at once, and yields what became of each in the order of the scan. */
export async function* chunkVerdicts(
  { scan, check, totalBytes }: Inspection,
  options: OperationOptions,
): AsyncGenerator<Verdict, void, undefined> {
  let chunksDone = 0;
  let doneBytes = 0;
  const size = chunkWindow(options, (finding: Finding) => (finding.kind === 'chunk' ? memoryOf(finding.chunk) : 0));
  for await (const verdict of mapInOrder(scan.findings(), size, (finding, slot) => judge(finding, check, slot))) {
    throwIfCancelled(options.signal);
    yield verdict;
    if (!verdict.chunk) continue;
    chunksDone++;
    doneBytes += verdict.chunk.blosc.nbytes;
    options.onProgress?.({ doneBytes, totalBytes, chunksDone });
  }
}

async function judge(finding: Finding, check: CheckChunk, slot: number): Promise<Verdict> {
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
