import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { Problem } from '../../verify/problems.js';
import type { KeptRun, MissingChunks } from './kept-chunks.js';
import type { MetadataPlan } from './metadata-plan.js';

/**
 * How a container is repaired:
 *
 * - `rebuild-head`: every chunk is whole and in its place; offsets, counts or the metadata's digest are rewritten.
 * - `cut`: the whole chunks are the first ones; the bytes behind them are removed, and the header counts only them.
 * - `salvage`: the whole chunks are copied, in order and as they are stored, into a new container.
 *
 * The first two change only the bytes before the chunks and the end of the file, so that they can be done in place.
 */
export type RepairMethod = 'rebuild-head' | 'cut' | 'salvage';

/** The problems of a container. */
interface Diagnosis {
  /** As `verifyContainer` lists them. */
  readonly problems: readonly Problem[];
  /** Whether there are more problems than are listed. */
  readonly truncatedList: boolean;
}

/** The container has no problem that a repair could solve. */
export interface WholePlan extends Diagnosis {
  readonly kind: 'whole';
  readonly header: BloscpackHeader;
  readonly keptChunks: number;
}

/** No chunk was found, or none of those found is whole. */
export interface IrreparablePlan extends Diagnosis {
  readonly kind: 'irreparable';
  /** One sentence: why, and what the user can do. */
  readonly reason: string;
}

export interface RepairablePlan extends Diagnosis {
  readonly kind: 'repairable';
  readonly method: RepairMethod;
  /** The layout of the damaged container. */
  readonly layout: ContainerLayout;
  /** The header that the repaired container gets. */
  readonly header: BloscpackHeader;
  /** The chunks that are kept, each with digest, structure and decompressed size checked. */
  readonly kept: readonly KeptRun[];
  readonly keptChunks: number;
  /** Plain bytes of the kept chunks. */
  readonly keptBytes: number;
  readonly missing: readonly MissingChunks[];
  /** The value for every byte of the missing chunks; undefined: they are left out. */
  readonly fill: number | undefined;
  readonly metadata: MetadataPlan;
  /** Whether wrong offsets are replaced. */
  readonly renewsOffsets: boolean;
  /** Whether the header gets counts that were unknown. */
  readonly completesCounts: boolean;
  /** Bytes behind the last kept chunk that are removed; 0 for a salvage, which copies only chunks. */
  readonly cutBytes: number;
}

export type RepairPlan = WholePlan | IrreparablePlan | RepairablePlan;

/** Whether the repair can be done without writing the chunks again. */
export function canBeInPlace(plan: RepairablePlan): boolean {
  return plan.method !== 'salvage';
}
