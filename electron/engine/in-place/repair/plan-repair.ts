import { ArgumentError } from '../../../../shared/format/errors.js';
import type { BloscpackHeader } from '../../../../shared/format/header.js';
import { metadataSectionBytes } from '../../../../shared/format/metadata-section.js';
import type { RandomReader } from '../../io/random-reader.js';
import type { OperationOptions } from '../../operation.js';
import { requireInteger } from '../../pack/args.js';
import type { ProblemKind } from '../../verify/problems.js';
import { openContainerFile } from '../container-file.js';
import type { KeptRun } from './kept-chunks.js';
import { type MetadataPlan, planMetadata } from './metadata-plan.js';
import type { RepairablePlan, RepairMethod, RepairPlan } from './plan-kinds.js';
import { type Survey, type SurveyedChunks, survey } from './survey.js';

export interface PlanRepairOptions extends OperationOptions {
  /** Keep the size and shape of the data: every byte of the missing chunks gets this value, 0..255. */
  readonly fill?: number;
}

/** Problems that no repair changes: only the user knows what the metadata should be. */
const LEFT_ALONE: readonly ProblemKind[] = ['unknown-metadata', 'bad-array-metadata'];

const OFFSET_PROBLEMS: readonly ProblemKind[] = ['bad-offset', 'offsets-unknown', 'unused-offset', 'not-contiguous'];

/** Larger missing chunks are filled only if a kept chunk confirms the header's chunk size. */
const MAX_UNCONFIRMED_BYTES = 16 * 2 ** 20;

/** More missing chunks are not filled: a damaged count can have any value. */
const MAX_FILLED_CHUNKS = 2 ** 24;

/**
 * Reads and checks all of a container and decides how it can be repaired; writes nothing. The caller closes a reader that it
 * gives. Throws IoError when it cannot be read, ArgumentError when the missing chunks cannot be filled, and CancelledError.
 */
export async function planRepair(input: string | RandomReader, options: PlanRepairOptions = {}): Promise<RepairPlan> {
  if (typeof input !== 'string') return planFor(input, options);
  const reader = await openContainerFile(input);
  try {
    return await planFor(reader, options);
  } finally {
    await reader.close();
  }
}

async function planFor(reader: RandomReader, options: PlanRepairOptions): Promise<RepairPlan> {
  if (options.fill !== undefined) requireInteger('fill', options.fill, 0, 255);
  const found = await survey(reader, options);
  const { problems, truncatedList } = found.verdict;
  if (!found.chunks) return { kind: 'irreparable', reason: firstMessage(found), problems, truncatedList };
  const { layout, kept } = found.chunks;
  if (isWhole(found, found.chunks)) {
    return { kind: 'whole', header: layout.header, keptChunks: kept.count, problems, truncatedList };
  }
  if (kept.count > 0) return planRepairable(reader, found, found.chunks, options.fill);
  const reason = `none of its chunks can be read: ${firstMessage(found)}`;
  return { kind: 'irreparable', reason, problems, truncatedList };
}

function firstMessage({ verdict }: Survey): string {
  return verdict.problems.find(({ severity }) => severity === 'damage')?.message ?? 'it has no chunk';
}

function isWhole({ verdict }: Survey, { layout, kept }: SurveyedChunks): boolean {
  const lacksCounts = layout.nchunks === undefined && kept.count > 0;
  return verdict.problems.every(({ kind }) => LEFT_ALONE.includes(kind)) && !lacksCounts;
}

async function planRepairable(
  reader: RandomReader,
  { verdict }: Survey,
  surveyed: SurveyedChunks,
  requestedFill: number | undefined,
): Promise<RepairablePlan> {
  const { layout, kept, missing } = surveyed;
  const fill = missing.length > 0 ? requestedFill : undefined;
  if (fill !== undefined) requireFillable(surveyed);
  const metadata = await planMetadata(reader, surveyed, verdict.problems, missing.length > 0 && fill === undefined);
  const method = methodFor(reader, surveyed, metadata, fill);
  const endByte = kept.runs.at(-1)?.endByte ?? reader.sizeBytes;
  return {
    kind: 'repairable',
    method,
    layout,
    header: repairedHeader(surveyed, metadata, fill !== undefined),
    kept: kept.runs,
    keptChunks: kept.count,
    keptBytes: kept.plainBytes,
    missing,
    fill,
    metadata,
    renewsOffsets: verdict.problems.some(({ kind }) => OFFSET_PROBLEMS.includes(kind)),
    completesCounts: layout.nchunks === undefined,
    cutBytes: method === 'salvage' ? 0 : reader.sizeBytes - endByte,
    problems: verdict.problems,
    truncatedList: verdict.truncatedList,
  };
}

function methodFor(
  reader: RandomReader,
  { layout, kept, missing }: SurveyedChunks,
  { section }: MetadataPlan,
  fill: number | undefined,
): RepairMethod {
  const sectionBytes = layout.metadata ? metadataSectionBytes(layout.metadata.header) : 0;
  const headKeepsSize = section === undefined || section.byteLength === sectionBytes;
  const [run] = kept.runs;
  const isInPlace = kept.runs.length === 1 && run !== undefined && startsAtHead(run, layout.chunksPositionBytes);
  // Lost metadata have no layout, but their section is in the file.
  const losesMetadata = layout.header.metadata && !layout.metadata;
  if (!isInPlace || !headKeepsSize || losesMetadata || fill !== undefined) return 'salvage';
  return missing.length > 0 || run.endByte < reader.sizeBytes ? 'cut' : 'rebuild-head';
}

function startsAtHead({ firstChunk, positionBytes }: KeptRun, chunksPositionBytes: number): boolean {
  return firstChunk === 0 && positionBytes === chunksPositionBytes;
}

/** The header with the counts of the kept chunks. The offsets section keeps its size: slots of missing chunks become free. */
function repairedHeader(surveyed: SurveyedChunks, metadata: MetadataPlan, fills: boolean): BloscpackHeader {
  const { layout, kept } = surveyed;
  const { header, offsets } = layout;
  const nchunks = fills ? filledCount(surveyed) : kept.count;
  const lastIsKept = !fills || kept.endChunk === nchunks;
  const isUniform = fills || kept.isUniformExcept(kept.endChunk - 1);
  return {
    ...header,
    metadata: header.metadata && metadata.section?.byteLength !== 0,
    chunkSize: isUniform ? kept.chunkSize : -1,
    lastChunk: lastIsKept ? kept.lastNbytes : header.lastChunk,
    nchunks: BigInt(nchunks),
    maxAppChunks: BigInt(offsets ? offsets.slots - nchunks : 0),
  };
}

/** Number of chunks after the gaps are filled. */
function filledCount({ kept, missing }: SurveyedChunks): number {
  return Math.max(kept.endChunk, missing.at(-1)?.endChunk ?? 0);
}

/** Throws ArgumentError unless the size of each missing chunk is known from the header and confirmed by the kept chunks. */
function requireFillable(surveyed: SurveyedChunks): void {
  const { layout, kept, missing } = surveyed;
  const { chunkSize, lastChunk } = layout.header;
  const nchunks = filledCount(surveyed);
  const filled = missing.reduce((sum, { firstChunk, endChunk = firstChunk }) => sum + endChunk - firstChunk, 0);
  const advice = 'repair without filling';
  if (chunkSize < 0 || (lastChunk < 0 && kept.endChunk < nchunks)) {
    throw new ArgumentError(
      `the missing chunks cannot be filled, since the header does not state their size; ${advice}`,
    );
  }
  if (!kept.isUniformExcept(nchunks - 1)) {
    throw new ArgumentError(
      `the missing chunks cannot be filled: a chunk before the last is shorter than the ${chunkSize} bytes of a chunk, so the header's count of ${nchunks} chunks is wrong; ${advice}`,
    );
  }
  if (chunkSize > MAX_UNCONFIRMED_BYTES && !kept.isChunkSizeConfirmed) {
    throw new ArgumentError(
      `the missing chunks cannot be filled: no whole chunk confirms that a chunk has ${chunkSize} bytes, as the header says; ${advice}`,
      { expected: MAX_UNCONFIRMED_BYTES, found: chunkSize },
    );
  }
  if (filled > MAX_FILLED_CHUNKS) {
    throw new ArgumentError(
      `there are too many missing chunks to fill (${filled}), the header's count may be wrong; ${advice}`,
      {
        expected: MAX_FILLED_CHUNKS,
        found: filled,
      },
    );
  }
}
