import { resolve } from 'node:path';
import { Command } from 'commander';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { type RecompressResult, recompress, recompressInPlace } from '../../engine/pack/recompress.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import {
  addBloscOptions,
  addChunkRowsOption,
  addContainerOptions,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { requireExisting, requireFreeOutput, requireInput } from '../paths.js';
import { holdSameData } from '../same-data.js';
import { reportTrailing, trailingExit } from '../unpacking.js';

interface RecompressCommandOptions extends PackingOptions {
  readonly inPlace?: true;
}

const EXAMPLES = `
Examples:
  blpk recompress -c zstd -l 9 data.blp small.blp
  blpk recompress --checksum sha256 --in-place data.blp
  blpk recompress -z 4M --offsets streamed.blp data.blp

Settings that are not given stay as they are, except the level, which containers do not store. Metadata are copied.`;

const BEFORE = 'as before';
const AS_BEFORE = { typesize: BEFORE, shuffle: BEFORE, codec: BEFORE, chunkSize: BEFORE, checksum: BEFORE };

export function recompressCommand(run: RunCommand): Command {
  const command = new Command('recompress')
    .summary('change how a container is compressed')
    .description('Compress the data of a container again, in one pass, checking every checksum.')
    .argument('<in.blp>', 'container')
    .argument('[out.blp]', 'container to write')
    .option('--in-place', 'replace the container, once the new one is complete')
    .option('--offsets', 'keep chunk positions, also where the old container has none');
  addChunkRowsOption(addContainerOptions(addBloscOptions(command, AS_BEFORE), AS_BEFORE)).addHelpText(
    'after',
    EXAMPLES,
  );
  return command.action((input: string, output: string | undefined, options: RecompressCommandOptions) =>
    run((context) => recompressContainer(context, input, output, options)),
  );
}

async function recompressContainer(
  context: CommandContext,
  input: string,
  output: string | undefined,
  options: RecompressCommandOptions,
): Promise<number> {
  const { report } = context;
  context.currentFile = input;
  requireOneTarget(input, output, options.inPlace ?? false);
  if (output === undefined) requireExisting(input, 'input file');
  else requireInput(input, 'input file');
  if (output !== undefined) {
    const isEarlierOutput = () => context.track((operation) => holdSameData(input, output, operation));
    await requireFreeOutput(output, input, { force: context.force, content: 'container', isEarlierOutput });
  }
  const settings = packOptionsOf(options);
  const result = await context.track((operation) =>
    output === undefined
      ? recompressInPlace(input, { ...settings, ...operation })
      : recompress(input, output, { ...settings, ...operation, ...context.outputOf(input) }),
  );
  report.normal(summaryLine(output ?? input, result));
  reportTrailing(report, input, result.trailingAt);
  return trailingExit(result.trailingAt);
}

function requireOneTarget(input: string, output: string | undefined, inPlace: boolean): void {
  if (output === undefined && !inPlace) throw usageError('give the name of an output file, or --in-place');
  if (output !== undefined && inPlace) throw usageError('--in-place takes no output file');
  if (output !== undefined && resolve(output) === resolve(input)) {
    throw usageError(`'${input}' is both input and output: --in-place replaces it`);
  }
}

function summaryLine(path: string, { oldStoredBytes, storedBytes, plainBytes }: RecompressResult): string {
  const [before, after] = [oldStoredBytes, storedBytes].map(prettySizeWithBytes);
  return `'${path}': ${before} -> ${after}, compression ratio: ${(plainBytes / storedBytes).toFixed(6)}`;
}
