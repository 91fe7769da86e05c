import { FormatError } from '../../../../shared/format/errors.js';
import { rechunk } from '../../io/async-chunks.js';
import { readRange } from '../../io/file-reader.js';
import type { OperationOptions } from '../../operation.js';
import { type PackedChunk, packedChunks } from '../../pack/chunk-packer.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
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
  const chunksOf = (held: number) => rechunk(pieces(tail, source, chunkSize), chunkSize, held);
  for await (const chunk of packedChunks(chunksOf, plan.settings, options)) {
    // Nothing behind a full last chunk is no chunk, rather than an empty one.
    if (chunk.plainBytes > 0 || tail.replacedChunks > 0) yield chunk;
  }
  await source.requireUnchanged?.();
}

/** What a source gave in all must be what it announced: room was counted, and an array's shape made, by that. */
export function requireAnnounced({ name, sizeBytes }: PlainSource, addedBytes: number): void {
  if (sizeBytes === undefined || sizeBytes === addedBytes) return;
  throw new FormatError('truncated', `'${name}' gave ${addedBytes} bytes instead of ${sizeBytes}`, {
    file: name,
    expected: sizeBytes,
    found: addedBytes,
  });
}

/** One piece at a time is looked at, and copied into its chunk before the next is asked for. */
async function* pieces(tail: Tail, source: PlainSource, chunkSize: number): AsyncGenerator<Uint8Array> {
  yield tail.lastPlain;
  for await (const chunk of source.chunks(chunkSize, 1)) {
    yield chunk instanceof Uint8Array ? chunk : await readRange(chunk, source.name);
  }
}
