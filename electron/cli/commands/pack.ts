import { resolve } from 'node:path';
import { Command } from 'commander';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { fileContent, npyStreamSource } from '../../engine/arrays/array-or-bytes.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { packNpzToDirectory } from '../../engine/arrays/npz-directory.js';
import { npzMemberSource } from '../../engine/arrays/npz-reader.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { CommandError, usageError } from '../failures.js';
import { inputName, inputStream } from '../input-streams.js';
import {
  addBloscOptions,
  addChunkRowsOption,
  addContainerOptions,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { isStreamOutput } from '../output-streams.js';
import { runPackJob } from '../packing.js';
import { requireExisting, requireFreeOutput } from '../paths.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface PackCommandOptions extends PackingOptions {
  readonly member: readonly string[];
}

const EXAMPLES = `
Examples:
  blpk pack array.npy                        writes array.blp
  blpk pack -c zstd --shuffle bit array.npy small.blp
  blpk pack arrays.npz                       writes arrays/<name>.blp for every array
  blpk pack arrays.npz folder
  blpk pack --member w arrays.npz w.blp      one of its arrays
  python3 make.py | blpk pack - array.blp    a .npy on standard input

Arrays of a .npz that cannot be packed, such as those of Python objects, are named and left out; the exit status is 1 then.`;

export function packCommand(run: RunCommand): Command {
  const command = new Command('pack')
    .summary('compress numpy arrays: .npy, .npz')
    .description(
      'Compress the array of a .npy file, or all of a .npz file. Dtype, shape and order are kept as metadata.',
    )
    .argument('<in>', '.npy or .npz file, recognised by its first bytes; - for a .npy on standard input')
    .argument(
      '[out]',
      'container (default: <in> with .blp for .npy), for .npz a directory (default: <in> without .npz)',
    );
  addChunkRowsOption(addContainerOptions(addBloscOptions(command, { typesize: "the array's item size" })))
    .option(
      '--member <name>',
      'pack only this array of a .npz, and others named so (default: all)',
      (name: string, before: readonly string[]) => [...before, name],
      [] as readonly string[], // commander would infer never[]
    )
    .addHelpText('after', EXAMPLES);
  return command.action((input: string, output: string | undefined, options: PackCommandOptions) =>
    run((context) => packArrays(context, input, output, options)),
  );
}

async function packArrays(
  context: CommandContext,
  input: string,
  givenOutput: string | undefined,
  options: PackCommandOptions,
): Promise<number> {
  context.currentFile = input;
  requireExisting(input, 'input file');
  const stream = await inputStream(input, context.signal);
  const content = stream ? 'npy' : input.endsWith('.npz') ? 'zip' : await fileContent(input);
  const [member, ...more] = options.member;
  if (content === 'zip') {
    const output = givenOutput ?? withoutSuffix(input, '.npz');
    if (member !== undefined && more.length === 0 && output.endsWith(CONTAINER_SUFFIX)) {
      return packSource(context, input, output, options, () => npzMemberSource(input, member));
    }
    return packNpz(context, input, output, options);
  }
  if (member !== undefined) throw usageError(`--member is for .npz files, but '${input}' is none`);
  if (content !== 'npy' && !input.endsWith('.npy'))
    throw usageError(`'${input}' is neither .npy nor .npz: use \`blpk compress\` for any other file`);
  const output = givenOutput ?? (input === STANDARD_STREAM ? input : `${withoutSuffix(input, '.npy')}.blp`);
  return packSource(context, input, output, options, () =>
    stream ? npyStreamSource(stream, inputName(input)) : npyFileSource(input),
  );
}

const CONTAINER_SUFFIX = '.blp';

function withoutSuffix(path: string, suffix: string): string {
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

async function packSource(
  context: CommandContext,
  input: string,
  output: string,
  options: PackingOptions,
  open: () => Promise<PlainSource>,
): Promise<number> {
  await requireFreeOutput(output, input, { force: context.force, content: 'container' });
  await runPackJob(context, { input, output, source: await open(), options: packOptionsOf(options) });
  return EXIT.done;
}

async function packNpz(
  context: CommandContext,
  input: string,
  output: string,
  options: PackCommandOptions,
): Promise<number> {
  if (isStreamOutput(output) || output.endsWith(CONTAINER_SUFFIX)) {
    throw usageError('a .npz becomes several containers: give a directory, or choose one array with --member');
  }
  if (resolve(output) === resolve(input)) throw usageError(`'${input}' is both input and output: give a directory`);
  const { report } = context;
  // Each container is complete or absent, but those before a cancellation stay.
  context.published = true;
  const { packed, refused, others } = await context.track((operation) =>
    packNpzToDirectory(input, output, {
      ...packOptionsOf(options),
      ...operation,
      ...context.outputOf(input),
      ...(options.member.length > 0 && { members: options.member }),
    }),
  );
  for (const { name, path, result } of packed) {
    const ratio = (result.plainBytes / result.storedBytes).toFixed(6);
    report.verbose(`'${name}' is '${path}': ${prettySizeWithBytes(result.storedBytes)}, compression ratio: ${ratio}`);
  }
  for (const name of others) report.notice(`'${name}' in '${input}' is no array and was left out`);
  for (const { name, error } of refused) report.error(`'${name}' in '${input}' was left out: ${error.message}`);
  if (packed.length === 0) throw new CommandError(`there is no array in '${input}': nothing was written`);
  report.verbose('done');
  return refused.length > 0 ? EXIT.failed : EXIT.done;
}
