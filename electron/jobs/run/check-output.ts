import { type BloscpackError, FormatError } from '../../../shared/format/errors.js';
import { openAddress } from '../../engine/io/address-opener.js';
import { openFileReader } from '../../engine/io/file-reader.js';
import { compressedFileSource } from '../../engine/pack/compressed/compressed-source.js';
import { plainFileSource } from '../../engine/pack/plain/plain-file.js';
import { verifyContainer } from '../../engine/verify/verify-container.js';
import type { JobRun } from '../queue/job-run.js';
import { requireSameBytes } from './compare-plain.js';
import type { Verdict } from './job-service.js';
import { openPlainInput } from './plain-input.js';

/** What the checks of a finished output need; `sourceBytes` is what progress counts up to. */
export interface FinishedOutput {
  /** Where it is now: a temporary path, or its address. */
  readonly writtenPath: string;
  readonly plainBytes: number;
  readonly sourceBytes: number;
}

/**
 * Checks a container, on this machine before it gets its final name, as thoroughly as the job requests. Throws the first fault; then the
 * container is discarded.
 */
export async function checkContainer(run: JobRun, output: FinishedOutput): Promise<Verdict> {
  if (run.spec.check === 'none') return 'not checked';
  run.begin('verify');
  const operation = run.operation(progressOver(output));
  if (run.spec.check === 'compare') {
    const { source } = await openPlainInput(run.spec);
    await requireSameBytes(() => compressedFileSource(output.writtenPath), source, operation);
    return 'identical to the source';
  }
  const reader = (await openAddress(output.writtenPath)) ?? (await openFileReader(output.writtenPath));
  const report = await verifyContainer(reader, operation).finally(() => reader.close());
  const damage = report.problems.find(({ severity }) => severity === 'damage');
  if (report.whole && report.plainBytes === output.plainBytes) return 'verified';
  throw notAsWritten(run, damage?.message ?? `it holds ${report.plainBytes} of ${output.plainBytes} bytes`);
}

function notAsWritten(run: JobRun, what: string): BloscpackError {
  const { targetPath } = run.spec;
  return new FormatError('bad-chunk', `the container written for '${targetPath}' did not verify: ${what}`, {
    file: targetPath,
  });
}

/**
 * Checks decompressed data before they get their final name. All digests were checked while they were written, so only a
 * comparison can still find faults: those of the disk.
 */
export async function checkPlainFile(
  run: JobRun,
  output: FinishedOutput & { readonly headBytes: number },
): Promise<Verdict> {
  if (run.spec.check === 'none') return 'not checked';
  if (run.spec.check === 'verify') return 'verified';
  run.begin('verify');
  const plain = await plainFileSource(output.writtenPath, { startByte: output.headBytes });
  const operation = run.operation(progressOver(output));
  await requireSameBytes(() => compressedFileSource(run.spec.sourcePath), plain, operation);
  return 'identical to the source';
}

/** Converts progress in plain bytes to bytes of the source. */
function progressOver({ plainBytes, sourceBytes }: FinishedOutput) {
  const scale = plainBytes === 0 ? 0 : sourceBytes / plainBytes;
  return ({ doneBytes, chunksDone }: { readonly doneBytes: number; readonly chunksDone: number }) => ({
    doneBytes: Math.round(doneBytes * scale),
    plainBytes: doneBytes,
    chunksDone,
  });
}
