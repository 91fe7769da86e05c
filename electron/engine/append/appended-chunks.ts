import { type PackedChunk, packedChunks } from '../chunk-packer.js';
import { rechunk } from '../io/async-chunks.js';
import { readRange } from '../io/file-reader.js';
import type { OperationOptions } from '../operation.js';
import type { PlainSource } from '../plain/plain-source.js';
import type { AppendPlan } from './append-plan.js';
import type { Tail } from './tail.js';

/** The chunks that stand behind the kept ones afterwards: the last one filled up, then the rest of the source. */
export async function* appendedChunks(
  tail: Tail,
  source: PlainSource,
  plan: AppendPlan,
  options: OperationOptions,
): AsyncGenerator<PackedChunk, void, undefined> {
  const { chunkSize } = plan.settings;
  yield* packedChunks((held) => rechunk(pieces(tail, source, chunkSize), chunkSize, held), plan.settings, options);
}

/** One piece at a time is looked at, and copied into its chunk before the next is asked for. */
async function* pieces(tail: Tail, source: PlainSource, chunkSize: number): AsyncGenerator<Uint8Array> {
  yield tail.lastPlain;
  for await (const chunk of source.chunks(chunkSize, 1)) {
    yield chunk instanceof Uint8Array ? chunk : await readRange(chunk, source.name);
  }
}
