import { resolve } from 'node:path';
import type { Command } from 'commander';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { type RecompressResult, recompress, recompressInPlace } from '../../engine/pack/recompress.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { type FilePair, forEachInput, pairFiles, requireNoOutput, takesOutputs } from '../file-pairs.js';
import {
  addBloscOptions,
  addChunkRowsOption,
  addContainerOptions,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { requireExisting, requireFileInput, requireFreeOutput } from '../paths.js';
import { holdSameData } from '../same-data.js';
import { reportTrailing, trailingExit } from '../unpacking.js';

interface RecompressCommandOptions extends PackingOptions {
  readonly inPlace?: true;
}

const EXAMPLES = `
Examples:
  blpk recompress -c zstd -l 9 data.blp small.blp
  blpk recompress --checksum sha256 --in-place data.blp
  blpk recompress -c zstd --in-place *.blp   each of several
  blpk recompress -c zstd *.blp folder       several containers, outputs in a folder
  blpk recompress -z 4M --offsets streamed.blp data.blp

Settings that are not given stay as they are, except the level, which containers do not store. Metadata are copied.`;

const BEFORE = 'as before';
const AS_BEFORE = { typesize: BEFORE, shuffle: BEFORE, codec: BEFORE, chunkSize: BEFORE, checksum: BEFORE };

export function defineRecompress(command: Command, run: RunCommand): void {
  command
    .description('Compress the data of a container again, in one pass, checking every checksum.')
    .argument(
      '<in.blp...>',
      'container, then the container to write; or several containers, with --in-place or followed by a folder for the outputs',
    )
    .usage('[options] <in.blp> <out.blp> | <in.blp>... <folder> | --in-place <in.blp>...')
    .option('--in-place', 'replace the container, once the new one is complete')
    .option('--offsets', 'keep chunk positions, also where the old container has none');
  addChunkRowsOption(addContainerOptions(addBloscOptions(command, AS_BEFORE), AS_BEFORE)).addHelpText(
    'after',
    EXAMPLES,
  );
  command.action((names: readonly string[], options: RecompressCommandOptions) =>
    run((context) =>
      forEachInput(context, pairsOf(names, options), (pair) => recompressContainer(context, pair, options)),
    ),
  );
}

/** An input, and the container to write; without one the input is replaced. */
type Recompressed = Pick<FilePair, 'input'> & Partial<FilePair>;

function pairsOf(names: readonly string[], { inPlace }: RecompressCommandOptions): readonly Recompressed[] {
  if (inPlace) return requireNoOutput(names).map((input) => ({ input }));
  if (names.length !== 2 && !takesOutputs(names))
    throw usageError('give the name of an output file, after several inputs a folder, or --in-place');
  return pairFiles(names, {}, (input) => input);
}

async function recompressContainer(
  context: CommandContext,
  { input, output, hint }: Recompressed,
  options: RecompressCommandOptions,
): Promise<number> {
  const { report } = context;
  if (output !== undefined && resolve(output) === resolve(input))
    throw usageError(`'${input}' is both input and output: --in-place replaces it`);
  if (output === undefined) requireExisting(input, 'input file');
  else requireFileInput(input, 'input file');
  if (output !== undefined) {
    const isEarlierOutput = () => context.track((operation) => holdSameData(input, output, operation));
    await requireFreeOutput(output, input, { force: context.force, content: 'container', isEarlierOutput, hint });
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

function summaryLine(path: string, { oldStoredBytes, storedBytes, plainBytes }: RecompressResult): string {
  const [before, after] = [oldStoredBytes, storedBytes].map(prettySizeWithBytes);
  return `'${path}': ${before} -> ${after}, compression ratio: ${(plainBytes / storedBytes).toFixed(6)}`;
}
