import type { RandomReader } from '../io/random-reader.js';
import { isLarge, partsOf, type ReadPart } from './chunk-blocks.js';
import { type ChunkRun, RunLengths, type RunReader } from './chunk-runs.js';
import type { ContainerLayout } from './layout.js';
import { isPastLast, readChunkHeader, type StoredChunk, type WalkPoint } from './stored-chunks.js';

/** Consecutive chunks, or one chunk that has to be decompressed block by block. */
export type WalkStep =
  | { readonly kind: 'run'; readonly run: ChunkRun }
  | { readonly kind: 'blocks'; readonly chunk: StoredChunk; readonly read: ReadPart };

/**
 * Takes all chunks of a container in sequence, as the reference reads them; offsets are not used. Each run is in progress while the
 * one before it is processed. Throws the error of the first damaged chunk, after the chunks before it.
 */
export async function* walkRuns(
  reader: RandomReader,
  layout: ContainerLayout,
  runs: RunReader,
): AsyncGenerator<WalkStep, void, undefined> {
  const lengths = new RunLengths();
  const first = { chunkIndex: 0, positionBytes: layout.chunksPositionBytes, plainStartByte: 0 };
  let pending = nextStep(reader, layout, runs, first, lengths.next());
  try {
    for (;;) {
      const step = await pending;
      if (step === undefined) return;
      const failed = step.kind === 'run' && step.run.failure !== undefined;
      if (!failed) pending = nextStep(reader, layout, runs, endOf(step, layout), lengths.next());
      pending.catch(() => undefined); // thrown when it is its turn
      yield step;
      if (failed) throw step.run.failure;
    }
  } finally {
    runs.cancel();
    await pending.catch(() => undefined);
  }
}

async function nextStep(
  reader: RandomReader,
  layout: ContainerLayout,
  runs: RunReader,
  from: WalkPoint,
  maxChunks: number,
): Promise<WalkStep | undefined> {
  const { chunkIndex, positionBytes } = from;
  if (await isPastLast(reader, layout, chunkIndex, positionBytes)) return undefined;
  const run = await runs.take(from, maxChunks);
  if (run.end.chunkIndex > chunkIndex || run.failure !== undefined) return { kind: 'run', run };
  const blosc = await readChunkHeader(reader, layout, chunkIndex, positionBytes);
  return takeChunk(reader, runs, { ...from, blosc, storedBytes: blosc.ctbytes + layout.digestBytes });
}

/** Takes one chunk that was not taken in a run with others. */
export async function takeChunk(reader: RandomReader, runs: RunReader, chunk: StoredChunk): Promise<WalkStep> {
  if (!isLarge(chunk)) {
    const run = await runs.takeOne(chunk);
    if (run.end.chunkIndex > chunk.chunkIndex || run.failure !== undefined) return { kind: 'run', run };
  }
  return { kind: 'blocks', chunk, read: await partsReader(reader, chunk) };
}

/** A stream can be read only once: its large chunks are read into memory. */
async function partsReader(reader: RandomReader, { positionBytes, storedBytes }: StoredChunk): Promise<ReadPart> {
  if (!Number.isFinite(reader.sizeBytes)) return partsOf(await reader.readAt(positionBytes, storedBytes));
  return (startByte, endByte) => reader.readAt(positionBytes + startByte, endByte - startByte);
}

function endOf(step: WalkStep, layout: ContainerLayout): WalkPoint {
  if (step.kind === 'run') return step.run.end;
  const { chunkIndex, positionBytes, plainStartByte, blosc } = step.chunk;
  return {
    chunkIndex: chunkIndex + 1,
    positionBytes: positionBytes + blosc.ctbytes + layout.digestBytes,
    plainStartByte: plainStartByte + blosc.nbytes,
  };
}
