import { prettySizeWithBytes } from '../../shared/format/sizes.js';
import type { CompressedSource } from '../engine/pack/compressed/compressed-source.js';
import type { PlainSink } from '../engine/pack/plain/plain-sink.js';
import { type UnpackResult, unpack } from '../engine/pack/unpack.js';
import type { CommandContext } from './context.js';
import { fileSizeBytes } from './paths.js';

/** One container into one sink. */
export interface UnpackJob {
  readonly input: string;
  readonly output: string;
  readonly source: CompressedSource;
  readonly sink: PlainSink;
}

/** Unpacks and tells about it, in the reference's words and order. */
export async function runUnpackJob(context: CommandContext, job: UnpackJob): Promise<UnpackResult> {
  const { report, nthreads } = context;
  const storedBytes = fileSizeBytes(job.input);
  report.verbose(`using ${nthreads} thread${nthreads === 1 ? '' : 's'}`);
  report.verbose('getting ready for decompression');
  report.verbose(`input file is: '${job.input}'`);
  report.verbose(`output file is: '${job.output}'`);
  if (storedBytes !== undefined) report.verbose(`input file size: ${prettySizeWithBytes(storedBytes)}`);
  const result = await context.track((operation) => unpack(job.source, job.sink, operation));
  report.verbose(`output file size: ${prettySizeWithBytes(result.plainBytes)}`);
  if (storedBytes) report.verbose(`compression ratio: ${(result.plainBytes / storedBytes).toFixed(6)}`);
  report.verbose('done');
  return result;
}
