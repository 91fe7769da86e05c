import { prettySizeWithBytes } from '../../shared/format/sizes.js';
import {
  type CompressedSink,
  compressedFileSink,
  compressedStreamSink,
} from '../engine/pack/compressed/compressed-sink.js';
import { type PackOptions, type PackPlan, type PackResult, pack, planPack } from '../engine/pack/pack.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import type { CommandContext } from './context.js';
import { fieldsLine, reportedSink } from './debug-report.js';
import { usageError } from './failures.js';
import type { FilePair } from './file-pairs.js';
import { outputName, outputStream } from './output-streams.js';
import { STANDARD_STREAM } from './standard-streams.js';

/** One source into one container. */
export interface PackJob extends FilePair {
  readonly source: PlainSource;
  readonly options: PackOptions;
}

/** Containers one after the other in a stream could not be read again. */
export function requireSingleStream(pairs: readonly FilePair[]): readonly FilePair[] {
  if (pairs.length > 1 && pairs.some(({ output }) => output === STANDARD_STREAM))
    throw usageError('only one container can be written to standard output');
  return pairs;
}

/** Packs and prints messages in the reference's words and order. Always closes the source. */
export async function runPackJob(context: CommandContext, job: PackJob): Promise<PackResult> {
  try {
    const stream = outputStream(job.output, context.report);
    const options = stream ? withoutOffsets(job.options) : job.options;
    const plan = planPack(job.source, options);
    noticeRounding(context, job, plan);
    announce(context, job, plan);
    const openSink = async (): Promise<CompressedSink> =>
      stream
        ? compressedStreamSink(stream, outputName(job.output))
        : compressedFileSink(job.output, context.outputOf(job.input));
    // `pack` owns the sink as soon as it is open: an error between the two would leave the partial file.
    const result = await context.track(async (operation) =>
      pack(job.source, reportedSink(await openSink(), context.report), { ...options, ...operation }),
    );
    conclude(context, job, result);
    return result;
  } finally {
    await job.source.close?.();
  }
}

/** Offsets cannot be filled in later in a stream; left unknown, they would look like those of an aborted writer. */
function withoutOffsets(options: PackOptions): PackOptions {
  return { ...options, bloscpack: { ...options.bloscpack, offsets: false } };
}

/** An array's chunks hold whole items. */
function noticeRounding({ report }: CommandContext, { source, options }: PackJob, { chunkSize }: PackPlan): void {
  const wanted = options.chunkSize;
  if (wanted === undefined || source.itemsize === undefined || chunkSize === wanted) return;
  if (source.sizeBytes !== undefined && wanted >= source.sizeBytes) return;
  report.notice(`chunk_size ${wanted} is no multiple of the item size ${source.itemsize}: using ${chunkSize}`);
}

function announce({ report, nthreads }: CommandContext, { input, output, source }: PackJob, plan: PackPlan): void {
  report.verbose(`using ${nthreads} thread${nthreads === 1 ? '' : 's'}`);
  report.verbose('getting ready for compression');
  report.verbose(`input file is: '${input}'`);
  report.verbose(`output file is: '${output}'`);
  if (source.sizeBytes !== undefined) announceCounts(report, source.sizeBytes, plan.header);
  for (const settings of plan.choices) report.debug(fieldsLine('Blosc settings', settings));
}

function announceCounts(report: CommandContext['report'], plainBytes: number, header: PackResult['header']): void {
  report.verbose(`input file size: ${prettySizeWithBytes(plainBytes)}`);
  report.verbose(`nchunks: ${header.nchunks}`);
  report.verbose(`chunk_size: ${prettySizeWithBytes(header.chunkSize)}`);
  if (header.lastChunk >= 0) report.verbose(`last_chunk_size: ${prettySizeWithBytes(header.lastChunk)}`);
}

function conclude({ report }: CommandContext, { source }: PackJob, result: PackResult): void {
  if (source.sizeBytes === undefined) announceCounts(report, result.plainBytes, result.header);
  report.verbose(`output file size: ${prettySizeWithBytes(result.storedBytes)}`);
  report.verbose(`compression ratio: ${(result.plainBytes / result.storedBytes).toFixed(6)}`);
  report.verbose('done');
}
