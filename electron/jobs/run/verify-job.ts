import { basename } from 'node:path';
import type { ContractError } from '../../../shared/contract/result.js';
import { remedyFor } from '../../../shared/errors/remedies.js';
import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import { entropyOfBytes } from '../../engine/entropy.js';
import { openContainerFile } from '../../engine/in-place/container-file.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import type { Verdict } from '../../engine/verify/chunk-verdicts.js';
import { expectedChunks, type Problem, type VerifyReport } from '../../engine/verify/problems.js';
import { verifyContainer } from '../../engine/verify/verify-container.js';
import type { JobRun } from '../queue/job-run.js';
import type { Outcome } from './job-service.js';
import { VerdictBatches } from './verdict-batches.js';

/** Checks every chunk of a container and reports each. If there is damage, the job fails with the first one. */
export async function verifyJob(run: JobRun): Promise<Outcome> {
  const { sourcePath } = run.spec;
  const reader = await openContainerFile(sourcePath);
  try {
    const { sizeBytes } = reader;
    run.prepared({ kind: 'container', sourceBytes: sizeBytes });
    run.begin('run');
    const batches = new VerdictBatches((verdicts) => run.checked(verdicts));
    let readBytes = 0;
    const operation = run.operation(({ doneBytes, chunksDone }) => ({
      doneBytes: Math.min(readBytes, sizeBytes),
      plainBytes: doneBytes,
      chunksDone,
    }));
    const report = await verifyContainer(reader, {
      ...operation,
      measuresEntropy: true,
      onVerdict: async (verdict) => {
        if (verdict.chunk) readBytes = verdict.chunk.positionBytes + verdict.chunk.storedBytes;
        batches.add(verdict, verdict.entropy ?? (await storedEntropy(reader, verdict)));
      },
    });
    const nchunks = expectedChunks(report);
    batches.end(nchunks === undefined ? undefined : Number(nchunks));
    for (const problem of report.problems) run.log(`${problem.severity}: ${problem.message}`);
    return outcomeOf(report, basename(sourcePath));
  } finally {
    await reader.close();
  }
}

/** Only so many bytes of a chunk are measured: chunks can have 2 GiB, which would not fit in memory. */
const MAX_ENTROPY_BYTES = 16 * 2 ** 20;

/** Entropy of the compressed data, without header and digest, of a chunk that was checked alone: one that is damaged. */
async function storedEntropy(reader: RandomReader, { chunk }: Verdict): Promise<number> {
  if (!chunk) return Number.NaN;
  const lengthBytes = Math.min(chunk.blosc.ctbytes - BLOSC_HEADER_BYTES, MAX_ENTROPY_BYTES);
  return entropyOfBytes(await reader.readAt(chunk.positionBytes + BLOSC_HEADER_BYTES, lengthBytes));
}

function outcomeOf(report: VerifyReport, file: string): Outcome {
  const damage = report.problems.find(({ severity }) => severity === 'damage');
  if (!report.whole && damage) return { kind: 'failed', error: errorOf(damage, report, file) };
  const { plainBytes, readableChunks } = report;
  return { kind: 'done', plainBytes, outputBytes: 0, chunks: readableChunks, verdict: 'verified' };
}

/** The first damage; the details list all. */
function errorOf(
  { kind, message, chunkIndex, offsetBytes }: Problem,
  report: VerifyReport,
  file: string,
): ContractError {
  const counts = `${report.readableChunks} of ${expectedChunks(report) ?? 'an unknown number of'} chunks are readable.`;
  const all = report.problems.map((problem) => `${problem.severity}: ${problem.message}`);
  const errorKind = kind.endsWith('checksum-mismatch') ? 'checksum' : 'format';
  const remedy = remedyFor({ kind: errorKind });
  return {
    kind: errorKind,
    ...(remedy !== undefined && { remedy }),
    message: `'${file}': ${message}.`,
    where: {
      file,
      ...(chunkIndex !== undefined && { chunkIndex }),
      ...(offsetBytes !== undefined && { offsetBytes }),
    },
    details: [counts, ...all, ...(report.truncatedList ? ['There are more problems than these.'] : [])].join('\n'),
  };
}
