import { FormatError } from '../../../../shared/format/errors.js';
import { rechunk } from '../../io/async-chunks.js';
import { readRange } from '../../io/file-reader.js';
import type { OperationOptions } from '../../operation.js';
import { type PackedChunk, packedChunks } from '../../pack/chunk-packer.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import type { AppendPlan } from './append-plan.js';
import type { Tail } from './tail.js';

/** Packs the new chunks: the data of the replaced last chunk, followed by those of the source. */
export async function* appendedChunks(
  tail: Tail,
  source: PlainSource,
  plan: AppendPlan,
  options: OperationOptions,
): AsyncGenerator<PackedChunk, void, undefined> {
  const { chunkSize } = plan.settings;
  const chunksOf = (held: number) => rechunk(pieces(tail, source, chunkSize), chunkSize, held);
  for await (const chunk of packedChunks(chunksOf, plan.settings, options)) {
    // No data behind a full last chunk give no chunk, not an empty one.
    if (chunk.plainBytes > 0 || tail.replacedChunks > 0) yield chunk;
  }
  await source.requireUnchanged?.();
}

/** Throws FormatError unless the source gave as many bytes as it declared: room and shape were computed from that size. */
export function requireDeclaredSize({ name, sizeBytes }: PlainSource, addedBytes: number): void {
  if (sizeBytes === undefined || sizeBytes === addedBytes) return;
  throw new FormatError('truncated', `'${name}' gave ${addedBytes} bytes instead of ${sizeBytes}`, {
    file: name,
    expected: sizeBytes,
    found: addedBytes,
  });
}

/** The plain bytes in order. `rechunk` copies each piece before it requests the next one, so that one buffer is enough. */
async function* pieces(tail: Tail, source: PlainSource, chunkSize: number): AsyncGenerator<Uint8Array> {
  yield tail.lastPlain;
  for await (const chunk of source.chunks(chunkSize, 1)) {
    yield chunk instanceof Uint8Array ? chunk : await readRange(chunk, source.name);
  }
}
