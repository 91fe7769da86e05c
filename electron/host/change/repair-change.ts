import { basename } from 'node:path';
import type { RepairPlanView } from '../../../shared/contract/inspect/change.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import type { MissingChunks } from '../../engine/in-place/repair/kept-chunks.js';
import type { RepairablePlan, RepairPlan } from '../../engine/in-place/repair/plan-kinds.js';
import { planRepair } from '../../engine/in-place/repair/plan-repair.js';
import { repairedPath } from '../../engine/in-place/repair/repair.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import { freePath } from './free-path.js';

/** Most ranges that are listed, one a line. */
const MAX_RANGES = 20;

type Missing = RepairPlanView['missing'];

/** The byte that stands for missing data. */
const ZERO = { fill: 0 } as const;

/** Plans a repair by reading and checking the whole container. Throws IoError and CodecError. */
export async function planRepairing(path: string, missing: Missing): Promise<RepairPlanView> {
  if (missing === 'left-out') return viewOf(path, await planRepair(path));
  try {
    return viewOf(path, await planRepair(path, ZERO));
  } catch (error) {
    // The size of what is missing is not known.
    if (!isBloscpackError(error) || error.kind !== 'argument') throw error;
    return { ...(await viewOf(path, await planRepair(path))), obstacle: sentence(error.message) };
  }
}

async function viewOf(path: string, plan: RepairPlan): Promise<RepairPlanView> {
  const name = basename(path);
  switch (plan.kind) {
    case 'whole':
      return {
        steps: [`'${name}' is intact: there is nothing to repair.`],
        readableChunks: plan.keptChunks,
        lostChunks: 0,
        missing: 'left-out',
        how: 'copy',
        possible: false,
      };
    case 'irreparable':
      return {
        steps: [`${plan.reason}.`],
        readableChunks: 0,
        lostChunks: 0,
        missing: 'left-out',
        how: 'copy',
        possible: false,
      };
    case 'repairable':
      return {
        steps: [...stepsOf(plan), `Write the repaired copy to '${basename(await freePath(repairedPath(path)))}'.`],
        readableChunks: plan.keptChunks,
        lostChunks: plan.missing.reduce(
          (sum, { firstChunk, endChunk }) => sum + (endChunk ?? firstChunk) - firstChunk,
          0,
        ),
        missing: plan.fill === undefined ? 'left-out' : 'zeros',
        how: 'copy',
        possible: true,
      };
  }
}

/** The job for it. */
export async function repairSpec(path: string, missing: Missing): Promise<JobSpec> {
  return {
    sourcePath: path,
    targetPath: await freePath(repairedPath(path)),
    action: 'repair',
    ...(missing === 'zeros' && ZERO),
    check: 'verify',
    trashSource: false,
    overwrite: false,
  };
}

function stepsOf(plan: RepairablePlan): readonly string[] {
  const { keptChunks, layout, missing, fill, renewsOffsets, completesCounts, cutBytes, metadata } = plan;
  const verb = fill === undefined ? 'Leave out' : 'Put zeros in place of';
  const of = layout.nchunks === undefined ? '' : ` of ${layout.nchunks}`;
  const hidden = missing.length - MAX_RANGES;
  return [
    `Keep ${keptChunks}${of} chunks, each of them checked.`,
    ...missing.slice(0, MAX_RANGES).map((range) => `${verb} ${rangeText(range)}.`),
    ...(hidden > 0 ? [`${verb} ${hidden} more ranges of chunks.`] : []),
    ...(renewsOffsets ? ['Rewrite the offsets.'] : []),
    ...(completesCounts ? ['Fill in the counts of the header.'] : []),
    ...(cutBytes > 0 ? [`Leave out ${cutBytes} bytes after the last complete chunk.`] : []),
    ...(metadata.notice === undefined ? [] : [sentence(metadata.notice)]),
  ];
}

function rangeText({ firstChunk, endChunk, elements }: MissingChunks): string {
  if (endChunk === undefined) return `chunk ${firstChunk} and everything after it`;
  const chunks = endChunk === firstChunk + 1 ? `chunk ${firstChunk}` : `chunks ${firstChunk} to ${endChunk - 1}`;
  return elements ? `${chunks} (items ${elements.startItem} to ${elements.endItem - 1})` : chunks;
}

function sentence(notice: string): string {
  return `${notice.charAt(0).toUpperCase()}${notice.slice(1)}.`;
}
