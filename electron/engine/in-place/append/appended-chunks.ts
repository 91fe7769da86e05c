import { FormatError } from '../../../../shared/format/errors.js';
import type { OperationOptions } from '../../operation.js';
import { type ChunkTarget, type PackedTotals, packRuns } from '../../pack/pack-runs.js';
import type { PlainSource } from '../../pack/plain/plain-source.js';
import { type AppendPlan, requireRoom } from './append-plan.js';
import type { Tail } from './tail.js';

/**
 * Packs the new chunks, the data of the replaced last chunk followed by those of the source, and writes them to `target`. Throws
 * ArgumentError before it writes more chunks than there is room for.
 */
export async function packAppended(
  tail: Tail,
  source: PlainSource,
  plan: AppendPlan,
  target: ChunkTarget,
  options: OperationOptions,
): Promise<PackedTotals> {
  const { onProgress } = options;
  let nchunks = tail.keptChunks;
  const packed = await packRuns(appendedBytes(tail, source), plan.settings, target, {
    ...options,
    // No data behind a full last chunk give no chunk, not an empty one.
    mayBeNone: tail.replacedChunks === 0,
    beforeChunks(more) {
      nchunks += more;
      requireRoom(plan, nchunks);
    },
    ...(onProgress && {
      onProgress: ({ doneBytes, chunksDone }) =>
        onProgress({
          doneBytes: Math.max(0, doneBytes - tail.lastPlain.byteLength),
          totalBytes: source.sizeBytes,
          chunksDone,
        }),
    }),
  });
  await source.requireUnchanged?.();
  // The old last chunk stays when there is no new one: then it is full.
  return packed.chunks > 0 ? packed : { ...packed, lastChunk: plan.settings.chunkSize };
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

/** The plain bytes in order: those of the source alone, as they are, where the last chunk stays. */
function appendedBytes({ lastPlain }: Tail, source: PlainSource): Pick<PlainSource, 'file' | 'pieces' | 'sizeBytes'> {
  if (lastPlain.byteLength === 0) return source;
  return {
    sizeBytes: undefined,
    async *pieces() {
      yield lastPlain;
      yield* source.pieces();
    },
  };
}
