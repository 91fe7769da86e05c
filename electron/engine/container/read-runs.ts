import { iterate } from '../io/async-chunks.js';
import { mapInOrder } from '../ordered-window.js';
import type { BlockStore } from './block-store.js';
import type { ChunkIndex } from './chunk-index.js';
import type { ByteRun } from './slice-runs.js';
import type { StoredChunk } from './walk-chunks.js';

/** One block to decode and the parts of it that are wanted, in order. */
interface BlockTask {
  readonly chunk: StoredChunk;
  readonly blockIndex: number;
  readonly parts: { readonly start: number; readonly end: number }[];
}

/** Most bytes of output gathered before they are passed on. */
const BATCH_BYTES = 256 * 1024;
/** Most parts of one block in one task: a step over a long row must not plan a whole array ahead. */
const MAX_PARTS = 16384;

/**
 * Reads runs of plain bytes and yields them one after the other, in pieces of any size. Decodes each needed block once as
 * long as runs that touch it follow each other or the cache holds it; `window` blocks are decoded ahead.
 */
export async function* readRuns(
  runs: Iterable<ByteRun>,
  index: ChunkIndex,
  store: BlockStore,
  window: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const decoded = mapInOrder(iterate(planBlocks(runs, index, store)), window, async (task) => ({
    parts: task.parts,
    block: await store.block(task.chunk, task.blockIndex),
  }));
  let batch = new Uint8Array(BATCH_BYTES);
  let filled = 0;
  for await (const { parts, block } of decoded) {
    for (const { start, end } of parts) {
      if (filled > 0 && filled + end - start > BATCH_BYTES) {
        yield batch.subarray(0, filled);
        batch = new Uint8Array(BATCH_BYTES);
        filled = 0;
      }
      if (end - start > BATCH_BYTES) {
        yield block.slice(start, end);
        continue;
      }
      batch.set(block.subarray(start, end), filled);
      filled += end - start;
    }
  }
  if (filled > 0) yield batch.subarray(0, filled);
}

/** Cuts runs at block and chunk borders; neighbouring parts of the same block become one task. */
async function* planBlocks(runs: Iterable<ByteRun>, index: ChunkIndex, store: BlockStore): AsyncGenerator<BlockTask> {
  let task: BlockTask | undefined;
  let chunk: StoredChunk | undefined;
  for (const run of runs) {
    let atByte = run.startByte;
    const endByte = run.startByte + run.lengthBytes;
    while (atByte < endByte) {
      if (!chunk || !holds(chunk, atByte)) chunk = await index.chunkAt(atByte);
      const part = partOf(chunk, store.unitBytes(chunk), atByte, endByte);
      const same = task?.chunk.chunkIndex === chunk.chunkIndex && task.blockIndex === part.blockIndex;
      if (!task || !same || task.parts.length >= MAX_PARTS) {
        if (task) yield task;
        task = { chunk, blockIndex: part.blockIndex, parts: [] };
      }
      task.parts.push(part);
      atByte += part.end - part.start;
    }
  }
  if (task) yield task;
}

function holds(chunk: StoredChunk, plainByte: number): boolean {
  return plainByte >= chunk.plainStartByte && plainByte < chunk.plainStartByte + chunk.blosc.nbytes;
}

function partOf(
  chunk: StoredChunk,
  unitBytes: number,
  atByte: number,
  endByte: number,
): { blockIndex: number; start: number; end: number } {
  const inChunk = atByte - chunk.plainStartByte;
  const blockIndex = Math.floor(inChunk / unitBytes);
  const start = inChunk - blockIndex * unitBytes;
  const blockNbytes = Math.min(unitBytes, chunk.blosc.nbytes - blockIndex * unitBytes);
  return { blockIndex, start, end: Math.min(blockNbytes, start + endByte - atByte) };
}
