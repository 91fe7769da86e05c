import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { Problem } from '../../verify/problems.js';
import type { KeptRun } from './kept-chunks.js';
import type { MetadataPlan } from './metadata-plan.js';
import type { MissingChunks } from './missing-chunks.js';

/**
 * How a container is repaired:
 *
 * - `rebuild-head`: every chunk is whole and where it belongs; offsets, counts or the metadata's digest are written anew.
 * - `cut`: the whole chunks are the first ones; what is behind them goes, and the header counts only them.
 * - `salvage`: the whole chunks are copied, in order and as they are stored, into a new container.
 *
 * The first two change nothing but what stands before the chunks and the end of the file, so that they can be done in place.
 */
export type RepairMethod = 'rebuild-head' | 'cut' | 'salvage';

/** What is wrong with a container. */
interface Diagnosis {
  /** As `verifyContainer` lists them. */
  readonly problems: readonly Problem[];
  /** There are more problems than are listed. */
  readonly truncatedList: boolean;
}

/** Nothing is wrong that a repair would change. */
export interface WholePlan extends Diagnosis {
  readonly kind: 'whole';
  readonly header: BloscpackHeader;
  readonly keptChunks: number;
}

/** No chunk can be found, or none of those found is whole. */
export interface HopelessPlan extends Diagnosis {
  readonly kind: 'hopeless';
  /** One sentence: why, and what the user can do. */
  readonly reason: string;
}

export interface RepairablePlan extends Diagnosis {
  readonly kind: 'repairable';
  readonly method: RepairMethod;
  /** How the damaged container is laid out. */
  readonly layout: ContainerLayout;
  /** The header that the repaired container gets. */
  readonly header: BloscpackHeader;
  /** The chunks that are kept, each with digest, structure and decompressed size checked. */
  readonly kept: readonly KeptRun[];
  readonly keptChunks: number;
  /** Plain bytes of the kept chunks. */
  readonly keptBytes: number;
  readonly missing: readonly MissingChunks[];
  /** The byte that stands in for every byte of the missing chunks; without it they are left out. */
  readonly fill: number | undefined;
  readonly metadata: MetadataPlan;
  /** Whether offsets are written anew because they were wrong. */
  readonly renewsOffsets: boolean;
  /** Whether the header gets counts that it did not have. */
  readonly completesCounts: boolean;
  /** Bytes behind the last kept chunk that go; 0 for a salvage, which copies chunks only. */
  readonly cutBytes: number;
}

export type RepairPlan = WholePlan | HopelessPlan | RepairablePlan;

/** Whether the repair can be done without writing the chunks again. */
export function canBeInPlace(plan: RepairablePlan): boolean {
  return plan.method !== 'salvage';
}
