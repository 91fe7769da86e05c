import type { RandomReader } from '../io/random-reader.js';
import type { BlockStore } from './block-store.js';
import type { ByteRange } from './chunk-part.js';
import type { ChunkIndex } from './chunk-walk.js';
import type { ByteRun } from './slice-runs.js';
import type { StoredChunk } from './stored-chunks.js';

/** A block that will be needed. */
interface NeededBlock {
  readonly chunk: StoredChunk;
  readonly blockIndex: number;
}

/** Blocks that are asked for together. */
const GROUP_BLOCKS = 64;
/** Plain bytes of such a group, about. */
const GROUP_BYTES = 8 * 2 ** 20;
/** Runs whose chunks are looked for before they are needed. */
const RUNS_AHEAD = 32;

/**
 * The same blocks. Where a read costs time (`costOfRequestBytes`), blocks that follow are asked for in groups before they are needed,
 * those that lie near each other by one read.
 */
export async function* blocksAhead<Block extends NeededBlock>(
  blocks: AsyncIterable<Block>,
  reader: RandomReader,
  store: BlockStore,
): AsyncGenerator<Block, void, undefined> {
  if (reader.costOfRequestBytes === undefined) {
    yield* blocks;
    return;
  }
  let issued: readonly Block[] = [];
  for await (const group of groupsOf(blocks, store)) {
    await askFor(group, reader, store);
    yield* issued;
    issued = group;
  }
  yield* issued;
}

async function* groupsOf<Block extends NeededBlock>(
  blocks: AsyncIterable<Block>,
  store: BlockStore,
): AsyncGenerator<readonly Block[]> {
  let group: Block[] = [];
  let plainBytes = 0;
  for await (const block of blocks) {
    group.push(block);
    plainBytes += store.unitBytes(block.chunk);
    if (group.length < GROUP_BLOCKS && plainBytes < GROUP_BYTES) continue;
    yield group;
    group = [];
    plainBytes = 0;
  }
  if (group.length > 0) yield group;
}

/** Starts the reads and does not wait for them. What fails is reported when the block itself is read. */
async function askFor(blocks: readonly NeededBlock[], reader: RandomReader, store: BlockStore): Promise<void> {
  const found = await Promise.all(
    blocks.map(({ chunk, blockIndex }) => store.storedRange(chunk, blockIndex).catch(() => undefined)),
  );
  const ranges = found.filter((range) => range !== undefined);
  for (const { startByte, endByte } of joinNear(ranges, reader.costOfRequestBytes ?? 0)) {
    reader.readAt(startByte, endByte - startByte).catch(() => undefined);
  }
}

/** The ranges in order, joined where they overlap or no more than `gapBytes` are between them. */
export function joinNear(ranges: readonly ByteRange[], gapBytes: number): readonly ByteRange[] {
  const joined: ByteRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.startByte - b.startByte)) {
    const last = joined.at(-1);
    if (!last || range.startByte - last.endByte > gapBytes) joined.push(range);
    else joined[joined.length - 1] = { ...last, endByte: Math.max(last.endByte, range.endByte) };
  }
  return joined;
}

/** The same runs. Where a read costs time, the chunks of following runs are looked for already, at the same time. */
export function* runsAhead(runs: Iterable<ByteRun>, reader: RandomReader, index: ChunkIndex): Generator<ByteRun> {
  if (reader.costOfRequestBytes === undefined) {
    yield* runs;
    return;
  }
  const ahead: ByteRun[] = [];
  for (const run of runs) {
    // A failure is reported when it is the run's turn.
    index.chunkAt(run.startByte).catch(() => undefined);
    ahead.push(run);
    const first = ahead.length > RUNS_AHEAD ? ahead.shift() : undefined;
    if (first) yield first;
  }
  yield* ahead;
}
