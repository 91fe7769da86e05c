import type { Command } from 'commander';
import type { JsonValue } from '../../../shared/format/json.js';
import { prettySize, prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { type Estimate, type EstimatedData, estimatePacking, SAMPLE_CHUNKS } from '../../engine/estimate.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { PackOptions } from '../../engine/pack/pack.js';
import type { CommandContext, RunCommand } from '../context.js';
import { addJsonOptions, type JsonOptions, requireFreeJson, writeJson } from '../json-output.js';
import {
  addBloscOptions,
  addChunkRowsOption,
  addContainerOptions,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { requireExisting } from '../paths.js';
import { openPlainArray, openRandomInput, type RandomInput } from '../random-input.js';

interface EstimateOptions extends PackingOptions, JsonOptions {
  readonly member?: string;
}

const EXAMPLES = `
Examples:
  blpk estimate data.dat
  blpk estimate -c zstd -l 3 --shuffle bit array.npy
  blpk estimate --member x arrays.npz
  blpk estimate --json data.dat | jq .ratio
  zcat data.dat.gz | blpk estimate -t 4 -

Up to ${SAMPLE_CHUNKS} chunks, evenly spread, are compressed in memory; nothing is written.`;

export function defineEstimate(command: Command, run: RunCommand): void {
  command
    .description(
      'Estimate size, ratio and speed of compressing a file, or of an array in .npy or .npz, from a sample of its chunks.',
    )
    .argument('<file>', 'file to estimate, - for standard input');
  addChunkRowsOption(addContainerOptions(addBloscOptions(command, { typesize: "8, or the array's item size" })));
  command.option('--member <name>', 'the array of a .npz');
  // -o is --no-offsets here.
  addJsonOptions(command, '--output <file>').addHelpText('after', EXAMPLES);
  command.action((file: string, options: EstimateOptions) => run((context) => estimate(context, file, options)));
}

async function estimate(context: CommandContext, file: string, options: EstimateOptions): Promise<void> {
  context.currentFile = file;
  requireExisting(file, 'input file');
  await requireFreeJson(context, options, file);
  const data = await openData(await openRandomInput(file, context.signal), options.member);
  try {
    const { name } = data.reader;
    const packing = packOptionsOf(options);
    const result = await context.track((operation) => estimatePacking(data, { ...packing, ...operation }));
    const auto = await context.track((operation) => withAutoTypesize(data, { ...packing, ...operation }, result));
    if (options.json) await writeJson(context, options, { ...estimateRecord(name, result), ...autoRecord(auto) }, file);
    else context.report.result([...estimateLines(name, result), ...autoLines(auto)].join('\n'));
  } finally {
    await data.reader.close();
  }
}

async function openData(input: RandomInput, member: string | undefined): Promise<EstimatedData> {
  const { reader } = input;
  return (await openPlainArray(input, member)) ?? { reader, startByte: 0, facts: { sizeBytes: reader.sizeBytes } };
}

/** What another typesize has to save to be worth a line. */
const WORTH = 0.98;

/** The estimate with the best typesize for each chunk, where that is smaller by 2 % and no typesize was given. */
async function withAutoTypesize(
  data: EstimatedData,
  packing: PackOptions & OperationOptions,
  { plan, storedBytes }: Estimate,
): Promise<Estimate | undefined> {
  const { blosc } = packing;
  if (blosc?.typesize !== undefined || blosc?.shuffle === 'none' || plan.choices.length > 1) return undefined;
  const found = await estimatePacking(data, { ...packing, blosc: { ...blosc, typesize: 'auto' } });
  return found.storedBytes < WORTH * storedBytes ? found : undefined;
}

function estimateLines(file: string, result: Estimate): readonly string[] {
  const { plan, plainBytes, storedBytes, sampledChunks, sampledBytes, chunkRatios } = result;
  const { lowest, median, highest } = chunkRatios;
  const exact = BigInt(sampledChunks) === plan.header.nchunks;
  const about = exact ? '' : 'about ';
  return [
    `estimate for '${file}' with ${settingsText(result)}`,
    `input size: ${prettySizeWithBytes(plainBytes)} in ${plan.header.nchunks} chunks`,
    exact
      ? 'sample: all chunks, so that the size is exact'
      : `sample: ${sampledChunks} of ${plan.header.nchunks} chunks, evenly spread (${prettySizeWithBytes(sampledBytes)})`,
    `output size: ${about}${prettySizeWithBytes(storedBytes)}`,
    `compression ratio: ${about}${ratioOf(result).toFixed(6)}`,
    `ratio of single chunks: ${lowest.toFixed(2)} to ${highest.toFixed(2)}, median ${median.toFixed(2)}`,
    `speed: ${prettySize(bytesPerSecond(result))}/s, compressing the sample in memory`,
  ];
}

function autoLines(auto: Estimate | undefined): readonly string[] {
  if (!auto) return [];
  const size = prettySizeWithBytes(auto.storedBytes);
  const ratio = ratioOf(auto).toFixed(6);
  return [`smaller with --typesize auto: ${size}, compression ratio ${ratio}, typesize ${typesizesText(auto)}`];
}

/** `8`, or `8 (12 of 16 chunks), 2 (4 of 16 chunks)`. */
function typesizesText({ chosen, sampledChunks }: Estimate): string {
  const [only, ...others] = chosen;
  if (only && others.length === 0) return `${only.typesize}`;
  return chosen.map(({ typesize, chunks }) => `${typesize} (${chunks} of ${sampledChunks} chunks)`).join(', ');
}

/** One setting with its level, or how often each was the smallest: `zstd, bit shuffle, typesize 8 (12 of 16 chunks)`. */
function settingsText({ plan, chosen, sampledChunks }: Estimate): string {
  const [only, ...others] = plan.choices;
  if (only && others.length === 0) return `${only.codec} level ${only.clevel}, typesize ${only.typesize}`;
  return chosen
    .map(({ codec, shuffle, typesize, chunks }) => {
      const count = `(${chunks} of ${sampledChunks} chunks)`;
      return `${codec}, ${shuffle === 'none' ? 'no' : shuffle} shuffle, typesize ${typesize} ${count}`;
    })
    .join('; ');
}

function ratioOf({ plainBytes, storedBytes }: Estimate): number {
  return plainBytes / storedBytes;
}

function bytesPerSecond({ sampledBytes, elapsedMs }: Estimate): number {
  return Math.round(sampledBytes / (Math.max(elapsedMs, 0.001) / 1000));
}

function autoRecord(auto: Estimate | undefined): { readonly [name: string]: JsonValue } {
  if (!auto) return {};
  return {
    typesize_auto: {
      stored_bytes: auto.storedBytes,
      ratio: ratioOf(auto),
      typesizes: auto.chosen.map(({ typesize }) => typesize),
    },
  };
}

function estimateRecord(file: string, result: Estimate): { readonly [name: string]: JsonValue } {
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
    chosen: result.chosen.map(({ codec, ...one }) => ({ codec: codec ?? null, ...one })),
    bytes_per_second: bytesPerSecond(result),
  };
}
