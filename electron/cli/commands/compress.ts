import { Command } from 'commander';
import type { CommandContext, RunCommand } from '../context.js';
import { openBytes } from '../input-streams.js';
import { readJsonFile } from '../json-input.js';
import { addBloscOptions, addContainerOptions, type PackingOptions, packOptionsOf } from '../options.js';
import { runPackJob } from '../packing.js';
import { requireExisting, requireFreeOutput } from '../paths.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface CompressOptions extends PackingOptions {
  readonly metadata?: string;
}

const EXAMPLES = `
Examples:
  blpk compress data.dat                     writes data.dat.blp
  blpk compress -t 4 -c zstd -z 4M data.dat  4-byte items, zstd, chunks of 4 MiB
  blpk compress -m about.json data.dat       stores the JSON beside the data
  tar c folder | blpk compress - folder.blp  reads standard input`;

export function compressCommand(run: RunCommand): Command {
  const command = new Command('compress')
    .alias('c')
    .summary('compress a file')
    .description('Compress a file of bytes. (For .npy and .npz files see pack, which keeps dtype and shape.)')
    .argument('<in>', 'file to compress, - for standard input')
    .argument('[out]', 'container to write, - for standard output (default: <in>.blp)');
  addContainerOptions(addBloscOptions(command))
    .option('-m, --metadata <file.json>', 'JSON file to store beside the data')
    .addHelpText('after', EXAMPLES);
  return command.action((input: string, output: string | undefined, options: CompressOptions) =>
    run((context) => compress(context, input, output, options)),
  );
}

async function compress(
  context: CommandContext,
  input: string,
  output = input === STANDARD_STREAM ? STANDARD_STREAM : `${input}.blp`,
  options: CompressOptions,
): Promise<void> {
  context.currentFile = input;
  requireExisting(input, 'input file');
  await requireFreeOutput(output, input, { force: context.force, content: 'container' });
  const metadata = options.metadata === undefined ? undefined : await readJsonFile(options.metadata);
  await runPackJob(context, {
    input,
    output,
    source: await openBytes(input, context.signal),
    options: { ...packOptionsOf(options), ...(metadata !== undefined && { metadata }) },
  });
}
