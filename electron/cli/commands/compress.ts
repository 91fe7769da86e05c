import { Command } from 'commander';
import { plainFileSource } from '../../engine/pack/plain/plain-file.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { addPairOptions, type FilePair, forEachPair, type PairOptions, pairFiles } from '../file-pairs.js';
import { openBytes } from '../input-streams.js';
import { readJsonFile } from '../json-input.js';
import { addBloscOptions, addContainerOptions, type PackingOptions, packOptionsOf } from '../options.js';
import { requireSingleStream, runPackJob } from '../packing.js';
import { requireExisting, requireFreeOutput } from '../paths.js';
import { removeInput, requireRemovable } from '../remove-input.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface CompressOptions extends PackingOptions, PairOptions {
  readonly metadata?: string;
}

const EXAMPLES = `
Examples:
  blpk compress data.dat                     writes data.dat.blp
  blpk compress data.dat small.blp
  blpk compress *.dat folder                 several inputs, outputs in a folder
  blpk compress --each --rm *.dat            replaces each input by its container
  blpk compress -t 4 -c zstd -z 4M data.dat  4-byte items, zstd, chunks of 4 MiB
  blpk compress -m about.json data.dat       stores the JSON beside the data
  tar c folder | blpk compress - folder.blp  reads standard input`;

export function compressCommand(run: RunCommand): Command {
  const command = new Command('compress')
    .alias('c')
    .summary('compress files')
    .description('Compress files of bytes. (For .npy and .npz files see pack, which keeps dtype and shape.)')
    .argument(
      '<in...>',
      'file to compress, - for standard input, then the container to write, - for standard output (default: <in>.blp);\nor several files, optionally followed by a folder for the outputs',
    )
    .usage('[options] <in> [<out>] | <in>... <folder>');
  addContainerOptions(addBloscOptions(command)).option(
    '-m, --metadata <file.json>',
    'JSON file to store beside the data',
  );
  addPairOptions(command, { stdout: '--stdout', keep: '--keep' }).addHelpText('after', EXAMPLES);
  return command.action((names: readonly string[], options: CompressOptions) =>
    run((context) => {
      const pairs = requireSingleStream(pairFiles(names, options, outputOf));
      return forEachPair(context, pairs, (pair) => compress(context, pair, options));
    }),
  );
}

function outputOf(input: string): string {
  return input === STANDARD_STREAM ? STANDARD_STREAM : `${input}.blp`;
}

async function compress(context: CommandContext, pair: FilePair, options: CompressOptions): Promise<number> {
  const { input, output } = pair;
  requireExisting(input, 'input file');
  requireRemovable(pair, options.rm);
  await requireFreeOutput(output, input, { force: context.force, content: 'container', hint: pair.hint });
  const metadata = options.metadata === undefined ? undefined : await readJsonFile(options.metadata);
  await runPackJob(context, {
    ...pair,
    source: await openBytes(input, context.signal),
    options: { ...packOptionsOf(options), ...(metadata !== undefined && { metadata }) },
  });
  if (!options.rm) return EXIT.done;
  return removeInput(context, input, [{ container: output, openPlain: () => plainFileSource(input) }]);
}
