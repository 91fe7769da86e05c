import { Command } from 'commander';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettyJson, STRICT_JSON } from '../../../shared/format/pretty-json.js';
import { prettySize, prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { type Estimate, estimatePacking, SAMPLE_CHUNKS } from '../../engine/estimate.js';
import { plainFileSource } from '../../engine/pack/plain/plain-file.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import {
  addBloscOptions,
  addChunkRowsOption,
  addContainerOptions,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { fileSizeBytes, requireExisting } from '../paths.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface EstimateOptions extends PackingOptions {
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  blpk estimate data.dat
  blpk estimate -c zstd -l 3 --shuffle bit array.npy
  blpk estimate --json data.dat | jq .ratio

Up to ${SAMPLE_CHUNKS} chunks, evenly spread, are compressed in memory; nothing is written.`;

export function estimateCommand(run: RunCommand): Command {
  const command = new Command('estimate')
    .summary('estimate the result of compressing, from a sample')
    .description('Estimate size, ratio and speed of compressing a file, .npy included, from a sample of its chunks.')
    .argument('<file>', 'file to estimate');
  addChunkRowsOption(addContainerOptions(addBloscOptions(command, { typesize: '8, or the item size of a .npy' })))
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES);
  return command.action((file: string, options: EstimateOptions) => run((context) => estimate(context, file, options)));
}

async function estimate(context: CommandContext, file: string, options: EstimateOptions): Promise<void> {
  context.currentFile = file;
  if (file === STANDARD_STREAM) throw usageError('estimate needs a file: it does not read standard input');
  if (file.endsWith('.npz'))
    throw usageError('estimate takes single files: unzip the .npz and estimate its .npy files');
  requireExisting(file, 'input file');
  const source = file.endsWith('.npy') ? await npyFileSource(file) : await plainFileSource(file);
  try {
    const plainBytes = source.sizeBytes ?? 0;
    // The data of a .npy end with the file: one with more bytes after them has been refused.
    const dataStartByte = (fileSizeBytes(file) ?? plainBytes) - plainBytes;
    const sized = { ...source, sizeBytes: plainBytes };
    const result = await context.track((operation) =>
      estimatePacking(file, sized, dataStartByte, { ...packOptionsOf(options), ...operation }),
    );
    if (options.json) printResult(`${prettyJson(estimateRecord(file, result), STRICT_JSON)}\n`);
    else context.report.result(estimateLines(file, result));
  } finally {
    await source.close?.();
  }
}

function estimateLines(file: string, result: Estimate): string {
  const { plan, plainBytes, storedBytes, sampledChunks, sampledBytes, chunkRatios } = result;
  const { lowest, median, highest } = chunkRatios;
  const exact = BigInt(sampledChunks) === plan.header.nchunks;
  const about = exact ? '' : 'about ';
  const [codec, clevel] = [plan.settings.codec, plan.settings.clevel];
  return [
    `estimate for '${file}' with ${codec} level ${clevel}, typesize ${plan.settings.typesize}`,
    `input size: ${prettySizeWithBytes(plainBytes)} in ${plan.header.nchunks} chunks`,
    exact
      ? 'sample: all chunks, so that the size is exact'
      : `sample: ${sampledChunks} of ${plan.header.nchunks} chunks, evenly spread (${prettySizeWithBytes(sampledBytes)})`,
    `output size: ${about}${prettySizeWithBytes(storedBytes)}`,
    `compression ratio: ${about}${ratioOf(result).toFixed(6)}`,
    `ratio of single chunks: ${lowest.toFixed(2)} to ${highest.toFixed(2)}, median ${median.toFixed(2)}`,
    `speed: ${prettySize(bytesPerSecond(result))}/s, compressing the sample in memory`,
  ].join('\n');
}

function ratioOf({ plainBytes, storedBytes }: Estimate): number {
  return plainBytes / storedBytes;
}

function bytesPerSecond({ sampledBytes, elapsedMs }: Estimate): number {
  return Math.round(sampledBytes / (Math.max(elapsedMs, 0.001) / 1000));
}

function estimateRecord(file: string, result: Estimate): JsonValue {
  const { plan, plainBytes, storedBytes, sampledChunks, sampledBytes, chunkRatios } = result;
  return {
    file,
    plain_bytes: plainBytes,
    stored_bytes: storedBytes,
    ratio: ratioOf(result),
    nchunks: plan.header.nchunks,
    sampled_chunks: sampledChunks,
    sampled_bytes: sampledBytes,
    exact: BigInt(sampledChunks) === plan.header.nchunks,
    chunk_ratios: { ...chunkRatios },
    bytes_per_second: bytesPerSecond(result),
  };
}
