import { prettySizeWithBytes } from '../../shared/format/sizes.js';
import type { CompressedSource } from '../engine/pack/compressed/compressed-source.js';
import type { PlainSink } from '../engine/pack/plain/plain-sink.js';
import { type UnpackResult, unpack } from '../engine/pack/unpack.js';
import type { CommandContext } from './context.js';
import { reportedSource } from './debug-report.js';
import { EXIT } from './exit-codes.js';
import type { FilePair } from './file-pairs.js';
import { fileSizeBytes } from './paths.js';
import type { Reporter } from './reporter.js';

/** One container into one sink. */
export interface UnpackJob extends FilePair {
  readonly source: CompressedSource;
  readonly sink: PlainSink;
  /** Called when the output has its name, before the last message. */
  readonly conclude?: (result: UnpackResult) => Promise<void>;
}

/** Unpacks and prints messages in the reference's words and order. */
export async function runUnpackJob(context: CommandContext, job: UnpackJob): Promise<UnpackResult> {
  const { report, nthreads } = context;
  const storedBytes = fileSizeBytes(job.input);
  report.verbose(`using ${nthreads} thread${nthreads === 1 ? '' : 's'}`);
  report.verbose('getting ready for decompression');
  report.verbose(`input file is: '${job.input}'`);
  report.verbose(`output file is: '${job.output}'`);
  if (storedBytes !== undefined) report.verbose(`input file size: ${prettySizeWithBytes(storedBytes)}`);
  const result = await context.track((operation) => unpack(reportedSource(job.source, report), job.sink, operation));
  report.verbose(`output file size: ${prettySizeWithBytes(result.plainBytes)}`);
  if (storedBytes) report.verbose(`decompression ratio: ${(result.plainBytes / storedBytes).toFixed(6)}`);
  await job.conclude?.(result);
  report.verbose('done');
  reportTrailing(report, job.input, result.trailingAt);
  return result;
}

/** Bytes that follow the container are not part of the output; the exit status says so too. */
export function reportTrailing(report: Reporter, input: string, trailingAt: number | undefined): void {
  if (trailingAt !== undefined)
    report.error(`bytes follow the last chunk of '${input}', from byte ${trailingAt} on: they were not read`);
}

/** The exit status of a command that has read such a container. */
export function trailingExit(trailingAt: number | undefined): number {
  return trailingAt === undefined ? EXIT.done : EXIT.failed;
}
