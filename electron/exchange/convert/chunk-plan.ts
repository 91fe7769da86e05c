import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import type { OperationOptions } from '../../engine/operation.js';
import { isReordered } from '../c-order.js';
import { type ChunkRuns, chunkRuns } from '../chunk-grid.js';
import type {
  ArrayFormat,
  BloscChunks,
  ChunkRules,
  ChunksFacts,
  Dataset,
  DatasetsWriter,
  NewDataset,
} from '../dataset.js';

/** What the caller wants of the chunks. */
export interface ChunkWish {
  /** Why nothing may be moved, in words that complete "it was recompressed, because ..."; undefined: move what can be. */
  readonly recompressReason?: string;
}

/** How the items come into the output. */
export type ChunkPlan =
  | MovePlan
  /** `reason` completes "it was recompressed, because ..."; undefined when there is nothing to move. */
  | { readonly kind: 'recompress'; readonly reason: string | undefined };

interface MovePlan {
  readonly kind: 'move';
  readonly chunks: BloscChunks;
  readonly runs: ChunkRuns;
  readonly facts: ChunksFacts;
  readonly rules: ChunkRules;
}

/** Largest chunk that is changed in memory: cut, padded, or made of a fill value. */
export const MAX_CHANGED_BYTES = 2 ** 28;

/** Decides whether the chunks of an array can be moved as they are, but for those at its end, to a format with these rules. */
export async function planChunks(
  { spec, chunks }: Dataset,
  rules: ChunkRules | undefined,
  array: NewDataset,
  { recompressReason }: ChunkWish,
  options: OperationOptions,
): Promise<ChunkPlan> {
  if (arrayNbytes(spec) === 0) return { kind: 'recompress', reason: undefined };
  const reason = recompressReason ?? obstacle(spec, chunks, rules);
  if (reason !== undefined || typeof chunks === 'string' || !rules) return { kind: 'recompress', reason };
  const runs = chunkRuns(spec, chunks.grid);
  if (!runs) return { kind: 'recompress', reason: 'its chunks do not hold whole rows' };
  if (isTooLarge(runs, chunks, rules, spec)) {
    return {
      kind: 'recompress',
      reason: `its last chunk has to be changed, and has more than ${MAX_CHANGED_BYTES} bytes`,
    };
  }
  const facts = { grid: chunks.grid, fillItem: chunks.fillItem, firstHeader: await firstHeader(chunks, options) };
  const refusal = rules.refuses(array, facts);
  if (refusal !== undefined) return { kind: 'recompress', reason: refusal };
  return { kind: 'move', chunks, runs, facts, rules };
}

/** The array as a format gets it. */
export function newDataset(
  { spec, attributes }: Dataset,
  name: string | undefined,
  { wantsCOrder = false }: Pick<DatasetsWriter, 'wantsCOrder'> = {},
): NewDataset {
  return { name, spec: wantsCOrder ? { ...spec, order: 'C' } : spec, attributes };
}

/** Why the chunks of an array would not be moved to a format, as the plan says; undefined also where there is nothing to move. */
export async function recompressReasonOf(
  dataset: Dataset,
  { chunkRules }: Pick<ArrayFormat, 'chunkRules'>,
  options: OperationOptions,
): Promise<string | undefined> {
  const plan = await planChunks(dataset, chunkRules, newDataset(dataset, undefined, chunkRules), {}, options);
  return plan.kind === 'recompress' ? plan.reason : undefined;
}

function obstacle(spec: ArraySpec, chunks: Dataset['chunks'], rules: ChunkRules | undefined): string | undefined {
  if (!rules) return 'the output has no Blosc chunks';
  if (typeof chunks === 'string') return chunks;
  return rules.wantsCOrder && isReordered(spec) ? 'the output has C order only' : undefined;
}

function isTooLarge(
  { fullItems, itemsOf, count }: ChunkRuns,
  { isLastPadded }: BloscChunks,
  { wantsPaddedLast = false }: ChunkRules,
  { dtype }: ArraySpec,
): boolean {
  const isChanged = isLastPadded !== wantsPaddedLast && itemsOf(count - 1) < fullItems;
  return isChanged && fullItems * dtype.itemsize > MAX_CHANGED_BYTES;
}

async function firstHeader(chunks: BloscChunks, options: OperationOptions): Promise<Uint8Array | undefined> {
  for await (const { bytes, place } of chunks.stored(options)) {
    const start = place?.header ?? bytes;
    if (start) return start.slice(0, BLOSC_HEADER_BYTES);
  }
  return undefined;
}
