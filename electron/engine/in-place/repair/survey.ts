import type { BloscpackHeader } from '../../../../shared/format/header.js';
import type { ArraySpec } from '../../../../shared/format/numpy/array-metadata.js';
import { recoverHead } from '../../container/damaged-head.js';
import type { Metadata } from '../../container/decode-metadata.js';
import { readHead } from '../../container/head.js';
import type { ContainerLayout } from '../../container/layout.js';
import type { RandomReader } from '../../io/random-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../operation.js';
import { DataMap } from '../../verify/affected.js';
import { ChunkVerdicts } from '../../verify/chunk-verdicts.js';
import { ProblemList, type VerifyReport } from '../../verify/problems.js';
import { KeptChunks, type MissingChunks } from './kept-chunks.js';

/** The result of reading and checking all of a container. */
export interface Survey {
  readonly verdict: Pick<VerifyReport, 'whole' | 'problems' | 'truncatedList'>;
  /** Undefined when nothing behind the header can be found. */
  readonly chunks: SurveyedChunks | undefined;
}

export interface SurveyedChunks {
  readonly layout: ContainerLayout;
  /** Undefined when there are none, or when they are damaged. */
  readonly metadata: Metadata | undefined;
  readonly array: ArraySpec | undefined;
  readonly map: DataMap;
  readonly kept: KeptChunks;
  readonly missing: readonly MissingChunks[];
}

/** Reads and checks all of a container, as a verification does, and lists the whole and the missing chunks. */
export async function survey(reader: RandomReader, options: OperationOptions): Promise<Survey> {
  throwIfCancelled(options.signal);
  const problems = new ProblemList();
  const head = await readHead(reader, problems);
  // A file of another version is not damaged: its header means something else.
  const isOurs = problems.report().problems.every(({ kind }) => kind !== 'unsupported-version');
  const { layout, metadata, array } = head.layout || !isOurs ? head : await recovered(reader, head.header);
  if (!layout) return { verdict: problems.report(), chunks: undefined };
  const map = new DataMap(layout.header, array);
  const chunks = await surveyChunks(reader, layout, map, problems, options);
  return { verdict: problems.report(), chunks: { layout, metadata, array, map, ...chunks } };
}

/** What is behind a damaged header or metadata header, in which wrong fields are replaced by likely ones. */
async function recovered(
  reader: RandomReader,
  header: BloscpackHeader | undefined,
): Promise<Partial<Pick<SurveyedChunks, 'layout' | 'metadata' | 'array'>>> {
  const found = await recoverHead(reader, header);
  if (!found) return {};
  if (!found.hasMetadata) return { layout: { ...found.layout, metadata: undefined } };
  // The problems of the head are known already.
  const { metadata, array } = await readHead(found.reader, new ProblemList());
  return { layout: found.layout, metadata, array };
}

async function surveyChunks(
  reader: RandomReader,
  layout: ContainerLayout,
  map: DataMap,
  problems: ProblemList,
  options: OperationOptions,
): Promise<Pick<SurveyedChunks, 'kept' | 'missing'>> {
  const { header } = layout;
  const verdicts = new ChunkVerdicts(reader, layout, map, options);
  const kept = new KeptChunks(header);
  let lostEnd = 0;
  for await (const batch of verdicts.batches()) {
    for (const { chunk, problem } of batch.verdicts) {
      if (problem) problems.add(problem);
      if (problem?.chunkIndex !== undefined) lostEnd = Math.max(lostEnd, problem.chunkIndex + 1);
      if (chunk && !problem) kept.add(chunk);
    }
  }
  // Without a count, a chunk that is lost behind the last one found means that more chunks may have followed.
  const endChunk = layout.nchunks ?? (lostEnd > verdicts.chunksEnd ? undefined : verdicts.chunksEnd);
  return { kept, missing: [...gaps(kept, endChunk)].map((gap) => withData(gap, header, map)) };
}

/** The missing chunks before, between and behind the kept runs. */
function* gaps({ runs }: KeptChunks, endChunk: number | undefined): Generator<MissingChunks> {
  let firstChunk = 0;
  for (const run of runs) {
    if (run.firstChunk > firstChunk) yield { firstChunk, endChunk: run.firstChunk };
    firstChunk = run.endChunk;
  }
  if (endChunk === undefined) yield { firstChunk };
  else if (firstChunk < endChunk) yield { firstChunk, endChunk };
}

/** Adds the bytes and items that the chunks held, where they can be computed from the header. */
function withData(gap: MissingChunks, { chunkSize, nchunks }: BloscpackHeader, map: DataMap): MissingChunks {
  const startOf = (chunkIndex: number | undefined) =>
    chunkIndex !== undefined && chunkSize >= 0 ? chunkIndex * chunkSize : undefined;
  const reachesEnd = gap.endChunk !== undefined && BigInt(gap.endChunk) === nchunks;
  return { ...gap, ...map.affected(startOf(gap.firstChunk), reachesEnd ? map.totalBytes : startOf(gap.endChunk)) };
}
