import type { ContainerLayout } from '../../engine/container/layout.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { DataMap } from '../../engine/verify/affected.js';
import { ChunkVerdicts, type Verdict } from '../../engine/verify/chunk-verdicts.js';
import type { Problem, ProblemList } from '../../engine/verify/problems.js';
import { CHECK_CODES, type ChunkChecks } from '../chunks/chunk-checks.js';

/** Containers up to this size are checked when they are opened: it takes no longer than reading them. */
const SMALL_FILE_BYTES = 4 * 2 ** 20;
/** The same on a server, where reading takes longer. */
const SMALL_REMOTE_BYTES = 2 ** 17;
const SMALL_DATA_BYTES = 32 * 2 ** 20;
const FEW_CHUNKS = 1000;

/** Whether a container is so small that it is verified when it is opened. */
export function isSmall(
  layout: ContainerLayout,
  { sizeBytes, costOfRequestBytes }: Pick<RandomReader, 'sizeBytes' | 'costOfRequestBytes'>,
): boolean {
  const { nchunks = FEW_CHUNKS, header } = layout;
  if (header.chunkSize < 0) return false;
  const plainBytes = header.chunkSize * nchunks;
  const mostBytes = costOfRequestBytes === undefined ? SMALL_FILE_BYTES : SMALL_REMOTE_BYTES;
  return sizeBytes <= mostBytes && plainBytes <= SMALL_DATA_BYTES && nchunks <= FEW_CHUNKS;
}

/** Checks every chunk, as a verification does; adds problems to `found` and results to the checks. */
export async function quickCheck(
  reader: RandomReader,
  layout: ContainerLayout,
  map: DataMap,
  found: { readonly problems: ProblemList; readonly checks: ChunkChecks },
): Promise<void> {
  const startMs = performance.now();
  for await (const { chunk, problem } of allVerdicts(new ChunkVerdicts(reader, layout, map))) {
    if (problem) found.problems.add(problem);
    const chunkIndex = chunk?.chunkIndex ?? problem?.chunkIndex;
    if (chunkIndex === undefined || chunkIndex >= FEW_CHUNKS) continue;
    if (!chunk && !costsChunk(problem)) continue;
    found.checks.note({
      firstChunk: chunkIndex,
      states: Uint8Array.of(verdictCode(chunk !== undefined, problem)),
      elapsedMs: performance.now() - startMs,
      ...computedOf(problem),
    });
  }
  noteLost(layout, found.checks);
}

/** Every chunk was looked for: those without a result are not there. */
function noteLost({ nchunks = 0 }: ContainerLayout, checks: ChunkChecks): void {
  const end = Math.min(nchunks, FEW_CHUNKS);
  for (let chunk = 0; chunk < end; chunk++) {
    if (checks.state(chunk) !== 'unchecked') continue;
    checks.note({ firstChunk: chunk, states: Uint8Array.of(CHECK_CODES.unreadable) });
  }
}

async function* allVerdicts(verdicts: ChunkVerdicts): AsyncGenerator<Verdict> {
  for await (const batch of verdicts.batches()) yield* batch.verdicts;
}

/** False for a wrong offset: the chunk itself is readable and gets its own result. */
function costsChunk(problem: Problem | undefined): boolean {
  return problem?.kind === 'bad-chunk' || problem?.kind === 'truncated';
}

function verdictCode(isThere: boolean, problem: Problem | undefined): number {
  if (problem?.kind === 'checksum-mismatch') return CHECK_CODES.mismatch;
  return isThere && !problem ? CHECK_CODES.match : CHECK_CODES.unreadable;
}

function computedOf(problem: Problem | undefined): { computed?: [[number, string]] } {
  const isMismatch = problem?.kind === 'checksum-mismatch';
  if (!isMismatch || problem.chunkIndex === undefined || problem.found === undefined) return {};
  return { computed: [[problem.chunkIndex, String(problem.found)]] };
}
