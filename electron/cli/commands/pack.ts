import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { fileContent, npyStreamSource } from '../../engine/arrays/array-or-bytes.js';
import { npyFileSource } from '../../engine/arrays/npy-file.js';
import { npzOutputs, type PackNpzResult, packNpzToDirectory } from '../../engine/arrays/npz-directory.js';
import { npzMemberSource } from '../../engine/arrays/npz-reader.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { CommandError, usageError } from '../failures.js';
import { addPairOptions, type FilePair, type PairOptions } from '../file-pairs.js';
import { findPairs, forEachFoundPair, type PairRules } from '../folder-pairs.js';
import { inputName, inputStream } from '../input-streams.js';
import {
  addBloscOptions,
  addChunkRowsOption,
  addContainerOptions,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { isStreamOutput } from '../output-streams.js';
import { requireSingleStream, runPackJob } from '../packing.js';
import { requireFreeOutput, requireLocalFile } from '../paths.js';
import { keepInput, removeInput, requireRemovable } from '../remove-input.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface PackCommandOptions extends PackingOptions, PairOptions {
  readonly member: readonly string[];
}

const EXAMPLES = `
Examples:
  blpk pack array.npy                        writes array.blp
  blpk pack -c zstd --shuffle bit array.npy small.blp
  blpk pack *.npy folder                     several inputs, outputs in a folder
  blpk pack -r folder                        all arrays in the folder; a second run does what is new
  blpk pack arrays.npz                       writes arrays/<name>.blp for every array
  blpk pack arrays.npz folder
  blpk pack --member w arrays.npz w.blp      one of its arrays
  python3 make.py | blpk pack - array.blp    a .npy on standard input

Arrays of a .npz that cannot be packed, such as those of Python objects, are named and left out; the exit status is 1 then.`;

export function definePack(command: Command, run: RunCommand): void {
  command
    .description(
      'Compress the array of a .npy file, or all of a .npz file. Dtype, shape and order are kept as metadata.',
    )
    .argument(
      '<in...>',
      '.npy or .npz file, recognised by its first bytes, - for a .npy on standard input; then the container to write (default: <in> with .blp), for .npz a directory (default: <in> without .npz);\nor several files, optionally followed by a folder for the outputs',
    )
    .usage('[options] <in> [<out>] | <in>... <folder>');
  addChunkRowsOption(addContainerOptions(addBloscOptions(command, { typesize: "the array's item size" }))).addOption(
    new Option('--member <name>', 'pack only this array of a .npz, and others named so')
      .argParser((name: string, before: readonly string[]) => [...before, name])
      .default([], 'all'),
  );
  addPairOptions(command, { stdout: '--stdout', keep: '--keep' }).addHelpText('after', EXAMPLES);
  command.action((names: readonly string[], options: PackCommandOptions) =>
    run((context) => packAll(context, names, options)),
  );
}

async function packAll(
  context: CommandContext,
  names: readonly string[],
  options: PackCommandOptions,
): Promise<number> {
  // A folder that exists takes the arrays of a single archive themselves, as one that does not exist yet.
  const isArchive =
    names.length === 2 && names[0]?.endsWith(NPZ_SUFFIX) && !options.each && !options.stdout && !options.recursive;
  const [input = '', output = ''] = names;
  const found = isArchive
    ? { pairs: [{ input, output }], status: EXIT.done }
    : await findPairs(context, names, options, RULES);
  requireSingleStream(found.pairs);
  return forEachFoundPair(context, found, (pair) => packArrays(context, pair, options));
}

const NPZ_SUFFIX = '.npz';
const CONTAINER_SUFFIX = '.blp';

const RULES: PairRules = {
  outputOf,
  takes: (path) => /\.np[yz]$/.test(path),
  other: 'other file',
  filesOf: ({ input, output }) => npzOutputs(input, output),
};

function outputOf(input: string): string {
  if (input === STANDARD_STREAM) return input;
  if (input.endsWith(NPZ_SUFFIX)) return withoutSuffix(input, NPZ_SUFFIX);
  return `${withoutSuffix(input, '.npy')}${CONTAINER_SUFFIX}`;
}

function withoutSuffix(path: string, suffix: string): string {
  return path.endsWith(suffix) ? path.slice(0, -suffix.length) : path;
}

async function packArrays(context: CommandContext, pair: FilePair, options: PackCommandOptions): Promise<number> {
  const { input, output } = pair;
  requireLocalFile(input, 'input file');
  requireRemovable(pair, options.rm);
  const stream = await inputStream(input, context.signal);
  const content = stream ? 'npy' : input.endsWith(NPZ_SUFFIX) ? 'zip' : await fileContent(input);
  const [member, ...more] = options.member;
  if (content === 'zip') {
    const isContainer = output.endsWith(CONTAINER_SUFFIX) || output === STANDARD_STREAM;
    if (member === undefined || more.length > 0 || !isContainer) return packNpz(context, pair, options);
    return packSource(context, pair, options, () => npzMemberSource(input, member));
  }
  if (member !== undefined) throw usageError(`--member is for .npz files, but '${input}' is none`);
  if (content !== 'npy' && !input.endsWith('.npy'))
    throw usageError(`'${input}' is neither .npy nor .npz: use \`blpk compress\` for any other file`);
  return packSource(context, pair, options, () =>
    stream ? npyStreamSource(stream, inputName(input)) : npyFileSource(input),
  );
}

async function packSource(
  context: CommandContext,
  pair: FilePair,
  options: PackCommandOptions,
  open: () => Promise<PlainSource>,
): Promise<number> {
  const { input, output } = pair;
  await requireFreeOutput(output, input, { force: context.force, content: 'container', hint: pair.hint });
  await runPackJob(context, { ...pair, source: await open(), options: packOptionsOf(options) });
  if (!options.rm) return EXIT.done;
  if (options.member.length > 0) return keepInput(context, input, 'only one of its arrays was packed');
  return removeInput(context, input, [{ container: output, openPlain: open }]);
}

async function packNpz(context: CommandContext, pair: FilePair, options: PackCommandOptions): Promise<number> {
  const { input, output } = pair;
  if (isStreamOutput(output) || output.endsWith(CONTAINER_SUFFIX)) {
    throw usageError('a .npz becomes several containers: give a directory, or choose one array with --member');
  }
  if (resolve(output) === resolve(input)) throw usageError(`'${input}' is both input and output: give a directory`);
  // Each container is complete or absent, but those before a cancellation stay.
  context.published = true;
  const result = await context.track((operation) =>
    packNpzToDirectory(input, output, {
      ...packOptionsOf(options),
      ...operation,
      ...context.outputOf(input),
      ...(options.member.length > 0 && { members: options.member }),
    }),
  );
  const status = reportNpz(context, input, result);
  if (!options.rm || status !== EXIT.done) return status;
  if (options.member.length > 0 || result.others.length > 0)
    return keepInput(context, input, 'some of its members were not packed');
  const copies = result.packed.map(({ name, path }) => ({
    container: path,
    openPlain: () => npzMemberSource(input, name),
  }));
  return removeInput(context, input, copies);
}

function reportNpz({ report }: CommandContext, input: string, { packed, refused, others }: PackNpzResult): number {
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
