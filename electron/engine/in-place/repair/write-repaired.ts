import { metadataSectionBytes } from '../../../../shared/format/metadata-section.js';
import type { RandomReader } from '../../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../operation.js';
import type { CompressedSink } from '../../pack/compressed/compressed-sink.js';
import { copyChunk } from '../../pack/rewrite.js';
import { FillChunks } from './fill-chunk.js';
import { chunksOf, type KeptRun, type MissingChunks } from './kept-chunks.js';
import type { RepairablePlan } from './plan-kinds.js';

/**
 * Writes the repaired container: the new head, the kept chunks as they are stored and, with a fill byte, chunks in place of the
 * missing ones. Returns its size in bytes. When it throws or is cancelled, the sink has been aborted.
 */
export async function writeRepaired(
  reader: RandomReader,
  plan: RepairablePlan,
  sink: CompressedSink,
  options: OperationOptions = {},
): Promise<number> {
  try {
    throwIfCancelled(options.signal);
    await sink.begin(plan.header, await metadataSection(reader, plan));
    const fill = await fillChunks(reader, plan);
    let chunksDone = 0;
    let doneBytes = 0;
    for (const part of partsOf(plan)) {
      for await (const plainBytes of writePart(part, reader, plan, sink, fill)) {
        throwIfCancelled(options.signal);
        chunksDone++;
        doneBytes += plainBytes;
        options.onProgress?.({ doneBytes, totalBytes: undefined, chunksDone });
      }
    }
    await reader.requireUnchanged();
    return await sink.finish(plan.header);
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

async function metadataSection(reader: RandomReader, { layout, metadata }: RepairablePlan): Promise<Uint8Array> {
  if (metadata.section) return metadata.section;
  const old = layout.metadata;
  return old ? reader.readAt(old.positionBytes, metadataSectionBytes(old.header)) : new Uint8Array(0);
}

async function fillChunks(reader: RandomReader, plan: RepairablePlan): Promise<FillChunks | undefined> {
  const [like] = plan.kept;
  return plan.fill === undefined || !like ? undefined : FillChunks.create(reader, plan.header, like, plan.fill);
}

type Part =
  | { readonly kind: 'kept'; readonly firstChunk: number; readonly run: KeptRun }
  | { readonly kind: 'filled'; readonly firstChunk: number; readonly endChunk: number };

/** Kept and filled chunks in the order of their numbers. */
function partsOf({ kept, missing, fill }: RepairablePlan): readonly Part[] {
  const runs = kept.map((run): Part => ({ kind: 'kept', firstChunk: run.firstChunk, run }));
  const gaps = fill === undefined ? [] : missing.flatMap(filledPart);
  return [...runs, ...gaps].sort((a, b) => a.firstChunk - b.firstChunk);
}

/** Missing chunks of unknown number are always left out. */
function filledPart({ firstChunk, endChunk }: MissingChunks): readonly Part[] {
  return endChunk === undefined ? [] : [{ kind: 'filled', firstChunk, endChunk }];
}

/** Yields the plain bytes of each chunk that was written. */
async function* writePart(
  part: Part,
  reader: RandomReader,
  { layout, header }: RepairablePlan,
  sink: CompressedSink,
  fill: FillChunks | undefined,
): AsyncGenerator<number, void, undefined> {
  if (part.kind === 'kept') {
    for await (const chunk of chunksOf(reader, part.run, layout)) {
      await copyChunk(reader, chunk, sink);
      yield chunk.blosc.nbytes;
    }
    return;
  }
  for (let chunkIndex = part.firstChunk; fill && chunkIndex < part.endChunk; chunkIndex++) {
    const nbytes = BigInt(chunkIndex) === header.nchunks - 1n ? header.lastChunk : header.chunkSize;
    const stored = await fill.stored(nbytes);
    await sink.writeChunks(stored, Uint32Array.of(stored.byteLength));
    yield nbytes;
  }
}
