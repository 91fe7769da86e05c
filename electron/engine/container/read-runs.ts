import { iterate } from '../io/async-chunks.js';
import type { RandomReader } from '../io/random-reader.js';
import { type OperationOptions, threadCount, throwIfCancelled, WINDOW_BYTES } from '../operation.js';
import type { BlockStore } from './block-store.js';
import type { ByteRange } from './chunk-part.js';
import type { ChunkIndex } from './chunk-walk.js';
import { blocksAhead, runsAhead } from './fetch-ahead.js';
import { mapInOrder } from './ordered-window.js';
import type { ByteRun } from './slice-runs.js';
import type { StoredChunk } from './stored-chunks.js';

/** One block to decode and the requested parts of it, in order. */
interface BlockTask {
  readonly chunk: StoredChunk;
  readonly blockIndex: number;
  readonly parts: BlockPart[];
}

/** Bytes [start, end) of a block. */
interface BlockPart {
  readonly start: number;
  readonly end: number;
}

/** The blocks of a container. */
export interface BlockAccess {
  readonly reader: RandomReader;
  readonly index: ChunkIndex;
  readonly store: BlockStore;
}

/** Bytes of output that are collected before they are yielded. */
const BATCH_BYTES = 256 * 1024;
/** Most parts of one block in one task, so that a slice with a step does not plan a whole array in advance. */
const MAX_PARTS = 16384;

/**
 * Reads runs of plain bytes and yields them one after the other, in pieces of any size. Decodes a needed block once if its runs are
 * consecutive or if it is in the cache. Decodes some blocks in advance.
 */
export async function* readRuns(
  runs: Iterable<ByteRun>,
  { reader, index, store }: BlockAccess,
  options: Pick<OperationOptions, 'nthreads' | 'signal'>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const window = threadCount(options) + 1;
  const memory = { maxBytes: WINDOW_BYTES, bytesOf: ({ chunk }: BlockTask) => 5 * store.unitBytes(chunk) };
  const planned = planBlocks(runsAhead(runs, reader, index), index, store);
  const tasks = iterate(blocksAhead(planned, reader, store));
  const decoded = mapInOrder(tasks, { window, concurrency: window, memory }, async (task) => {
    // Checked for each block, not for each piece: a piece can consist of one item of each of many chunks.
    throwIfCancelled(options.signal);
    const range = hullOf(task.parts);
    return {
      parts: task.parts,
      startByte: range.startByte,
      bytes: await store.part(task.chunk, task.blockIndex, range),
    };
  });
  const batch = new Batch();
  for await (const { parts, startByte, bytes } of decoded) {
    for (const { start, end } of parts) {
      if (!batch.hasRoom(end - start)) yield batch.take();
      const part = bytes.subarray(start - startByte, end - startByte);
      if (end - start > BATCH_BYTES) yield part.slice();
      else batch.add(part);
    }
  }
  yield batch.take();
}

/** The smallest range that holds all parts. */
function hullOf(parts: readonly BlockPart[]): ByteRange {
  return parts.reduce(
    ({ startByte, endByte }, { start, end }) => ({
      startByte: Math.min(startByte, start),
      endByte: Math.max(endByte, end),
    }),
    { startByte: Number.POSITIVE_INFINITY, endByte: 0 },
  );
}

/** Collects small parts, so that a column of single items does not need a step of the generator for each item. */
class Batch {
  #bytes = new Uint8Array(0);
  #filled = 0;

  hasRoom(lengthBytes: number): boolean {
    return this.#filled === 0 || this.#filled + lengthBytes <= BATCH_BYTES;
  }

  add(part: Uint8Array): void {
    this.#reserve(this.#filled + part.byteLength);
    this.#bytes.set(part, this.#filled);
    this.#filled += part.byteLength;
  }

  /** The collected bytes, which then belong to the caller; empty when there are none. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#filled);
    this.#bytes = new Uint8Array(0);
    this.#filled = 0;
    return taken;
  }

  /** No more memory than about twice what is collected: most reads are small. */
  #reserve(sizeBytes: number): void {
    if (sizeBytes <= this.#bytes.byteLength) return;
    const larger = new Uint8Array(Math.max(sizeBytes, Math.min(2 * sizeBytes, BATCH_BYTES)));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** Cuts runs at block and chunk borders. Awaits only at the start of a chunk, since there can be a million runs of single items. */
async function* planBlocks(runs: Iterable<ByteRun>, index: ChunkIndex, store: BlockStore): AsyncGenerator<BlockTask> {
  const joiner = new PartJoiner();
  let chunk: StoredChunk | undefined;
  for (const run of runs) {
    let atByte = run.startByte;
    const endByte = run.startByte + run.lengthBytes;
    while (atByte < endByte) {
      if (!chunk || !holds(chunk, atByte)) chunk = await index.chunkAt(atByte);
      const { blockIndex, part } = partOf(chunk, store.unitBytes(chunk), atByte, endByte);
      const finished = joiner.add(chunk, blockIndex, part);
      if (finished) yield finished;
      atByte += part.end - part.start;
    }
  }
  if (joiner.task) yield joiner.task;
}

/** Joins neighbouring parts of the same block to one task. */
class PartJoiner {
  task: BlockTask | undefined;

  /** Adds a part to the present task, or starts a new task and returns the previous one. */
  add(chunk: StoredChunk, blockIndex: number, part: BlockPart): BlockTask | undefined {
    const { task } = this;
    const same = task?.chunk.chunkIndex === chunk.chunkIndex && task.blockIndex === blockIndex;
    if (task && same && task.parts.length < MAX_PARTS) {
      task.parts.push(part);
      return undefined;
    }
    this.task = { chunk, blockIndex, parts: [part] };
    return task;
  }
}

function holds(chunk: StoredChunk, plainByte: number): boolean {
  return plainByte >= chunk.plainStartByte && plainByte < chunk.plainStartByte + chunk.blosc.nbytes;
}

function partOf(
  chunk: StoredChunk,
  unitBytes: number,
  atByte: number,
  endByte: number,
): { blockIndex: number; part: BlockPart } {
  const inChunk = atByte - chunk.plainStartByte;
  const blockIndex = Math.floor(inChunk / unitBytes);
  const start = inChunk - blockIndex * unitBytes;
  const blockNbytes = Math.min(unitBytes, chunk.blosc.nbytes - blockIndex * unitBytes);
  return { blockIndex, part: { start, end: Math.min(blockNbytes, start + endByte - atByte) } };
}
