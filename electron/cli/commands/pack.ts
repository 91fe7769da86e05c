import { Command } from 'commander';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { packNpzToDirectory } from '../../engine/arrays/npz-directory.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { addBloscOptions, addContainerOptions, type PackingOptions, packOptionsOf } from '../options.js';
import { runPackJob } from '../packing.js';
import { requireExisting, requireFreeOutput } from '../paths.js';
import { STANDARD_STREAM } from '../standard-streams.js';

const EXAMPLES = `
Examples:
  blpk pack array.npy                        writes array.blp
  blpk pack -c zstd --shuffle bit array.npy small.blp
  blpk pack arrays.npz                       writes arrays/<name>.blp for every array
  blpk pack arrays.npz folder`;

export function packCommand(run: RunCommand): Command {
  const command = new Command('pack')
    .summary('compress numpy arrays: .npy, .npz')
    .description(
      'Compress the array of a .npy file, or all of a .npz file. Dtype, shape and order are kept as metadata.',
    )
    .argument('<in>', '.npy or .npz file')
    .argument(
      '[out]',
      'container (default: <in> with .blp for .npy), for .npz a directory (default: <in> without .npz)',
    );
  addContainerOptions(addBloscOptions(command, { typesize: "the array's item size" })).addHelpText('after', EXAMPLES);
  return command.action((input: string, output: string | undefined, options: PackingOptions) =>
    run((context) => packArrays(context, input, output, options)),
  );
}

async function packArrays(
  context: CommandContext,
  input: string,
  output: string | undefined,
  options: PackingOptions,
): Promise<void> {
  context.currentFile = input;
  if (input.endsWith('.npz')) return packNpz(context, input, output ?? input.slice(0, -'.npz'.length), options);
  if (input.endsWith('.npy'))
    return packNpy(context, input, output ?? `${input.slice(0, -'.npy'.length)}.blp`, options);
  throw usageError(`'${input}' is neither .npy nor .npz: use \`blpk compress\` for any other file`);
}

async function packNpy(context: CommandContext, input: string, output: string, options: PackingOptions): Promise<void> {
  requireExisting(input, 'input file');
  requireFreeOutput(output, input, context.force);
  await runPackJob(context, { input, output, source: await npyFileSource(input), options: packOptionsOf(options) });
}

async function packNpz(context: CommandContext, input: string, output: string, options: PackingOptions): Promise<void> {
  if (output === STANDARD_STREAM) throw usageError('a .npz becomes several containers: give a directory');
  requireExisting(input, 'input file');
  const { report } = context;
  // Each container is complete or absent, but those before a cancellation stay.
  context.published = true;
  const { packed, others } = await context.track((operation) =>
    packNpzToDirectory(input, output, { ...packOptionsOf(options), ...operation, ...context.outputOf(input) }),
  );
  for (const { name, path, result } of packed) {
    const ratio = (result.plainBytes / result.storedBytes).toFixed(6);
    report.verbose(`'${name}' is '${path}': ${prettySizeWithBytes(result.storedBytes)}, compression ratio: ${ratio}`);
  }
  for (const name of others) report.notice(`'${name}' in '${input}' is no array and was left out`);
  report.verbose('done');
}
