import type { Command } from 'commander';
import { plainFileSource } from '../../engine/pack/plain/plain-file.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { addPairOptions, type FilePair, type PairOptions } from '../file-pairs.js';
import { findPairs, forEachFoundPair, type PairRules } from '../folder-pairs.js';
import { openBytes } from '../input-streams.js';
import { readJsonFile } from '../json-input.js';
import { addBloscOptions, addContainerOptions, type PackingOptions, packOptionsOf } from '../options.js';
import { requireSingleStream, runPackJob } from '../packing.js';
import { requireFreeOutput, requireLocalFile } from '../paths.js';
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
  blpk compress -r folder                    all files in the folder; a second run does what is new
  blpk compress --each --rm *.dat            replaces each input by its container
  blpk compress -t 4 -c zstd -z 4M data.dat  4-byte items, zstd, chunks of 4 MiB
  blpk compress -m about.json data.dat       stores the JSON beside the data
  tar c folder | blpk compress - folder.blp  reads standard input`;

export function defineCompress(command: Command, run: RunCommand): void {
  command
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
  command.action((names: readonly string[], options: CompressOptions) =>
    run(async (context) => {
      const found = await findPairs(context, names, options, RULES);
      requireSingleStream(found.pairs);
      if (options.recursive) noticeArrays(context, found.pairs);
      return forEachFoundPair(context, found, (pair) => compress(context, pair, options));
    }),
  );
}

/** Of one file it is known what was asked for; in a folder arrays may be among the others. */
function noticeArrays({ report }: CommandContext, pairs: readonly FilePair[]): void {
  const count = pairs.filter(({ input }) => /\.np[yz]$/.test(input)).length;
  if (count > 0) report.notice(`${count} .npy or .npz compressed as bytes: \`blpk pack -r\` keeps dtype and shape`);
}

const RULES: PairRules = {
  outputOf,
  takes: (path) => !path.endsWith('.blp'),
  other: 'container',
};

function outputOf(input: string): string {
  return input === STANDARD_STREAM ? STANDARD_STREAM : `${input}.blp`;
}

async function compress(context: CommandContext, pair: FilePair, options: CompressOptions): Promise<number> {
  const { input, output } = pair;
  requireLocalFile(input, 'input file');
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
