import type { Command } from 'commander';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { npzMemberSource } from '../../engine/arrays/npz-reader.js';
import { Container } from '../../engine/container/container.js';
import { append } from '../../engine/in-place/append/append.js';
import type { AppendOptions } from '../../engine/in-place/append/append-job.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { CommandContext, RunCommand } from '../context.js';
import { CommandError, usageError } from '../failures.js';
import { openArrayOrBytes } from '../input-streams.js';
import { readJsonFile } from '../json-input.js';
import { addBloscOptions, type PackingOptions, packOptionsOf } from '../options.js';
import { fileSizeBytes, requireChangeable, requireExisting } from '../paths.js';
import { STANDARD_STREAM } from '../standard-streams.js';

interface AppendCommandOptions extends PackingOptions {
  readonly checkExtension: boolean;
  readonly metadata?: string;
  readonly grow?: true;
  readonly member?: string;
}

const EXTENSION = '.blp';

const EXAMPLES = `
Examples:
  blpk append log.dat.blp today.dat
  blpk append -c zstd -l 9 log.dat.blp today.dat    new chunks may be compressed in another way
  blpk append array.blp more.npy                    the array grows along its first axis
  tail -c 1M today.dat | blpk append log.dat.blp -  reads standard input
  blpk append s3://bucket/log.dat.blp today.dat     the service copies what stays

The container is changed in place, at the cost of what is added. If this is interrupted, its old content is kept.`;

export function defineAppend(command: Command, run: RunCommand): void {
  command
    .description(
      'Add data at the end of a container: a file of bytes, or to an array a .npy file, recognised by its first bytes.',
    )
    .argument('<original.blp>', 'container to add to')
    .argument('<new>', 'file to add, - for standard input');
  addBloscOptions(command, { typesize: "the container's" })
    .option('-e, --no-check-extension', 'take a container that does not end with .blp')
    .option('-m, --metadata <file.json>', 'JSON file that replaces the metadata')
    .option('--member <name>', 'add this array of a .npz')
    .option('--grow', 'rewrite the container with more room when chunks or metadata do not fit')
    .addHelpText('after', EXAMPLES);
  command.action((original: string, added: string, options: AppendCommandOptions) =>
    run((context) => appendTo(context, original, added, options)),
  );
}

async function appendTo(
  context: CommandContext,
  original: string,
  added: string,
  options: AppendCommandOptions,
): Promise<void> {
  const { report, nthreads } = context;
  context.currentFile = original;
  requireAppendable(original, options.checkExtension);
  requireChangeable(original, 'original file');
  requireExisting(added, 'new file');
  report.verbose(`using ${nthreads} thread${nthreads === 1 ? '' : 's'}`);
  report.verbose('getting ready for append');
  report.verbose(`original file is: '${original}'`);
  report.verbose(`new file is: '${added}'`);
  const settings = await settingsOf(options);
  const source = await openAdded(context, original, added, options);
  if (source.sizeBytes !== undefined) report.verbose(`new file size: ${prettySizeWithBytes(source.sizeBytes)}`);
  const { header, how, cutBytes } = await context.track((operation) =>
    append(original, source, { ...settings, ...operation }),
  );
  if (cutBytes !== undefined)
    report.notice(`${cutBytes} bytes after the last chunk, which no chunk used, were cut off`);
  if (how === 'rewritten') report.verbose('container rewritten with more room');
  report.verbose(`nchunks: ${header.nchunks}`);
  report.verbose(`chunk_size: ${prettySizeWithBytes(header.chunkSize)}`);
  report.verbose(`last_chunk_size: ${prettySizeWithBytes(header.lastChunk)}`);
  const sizeBytes = fileSizeBytes(original);
  if (sizeBytes !== undefined) report.verbose(`output file size: ${prettySizeWithBytes(sizeBytes)}`);
  report.verbose('done');
}

async function openAdded(
  { signal }: CommandContext,
  original: string,
  added: string,
  { member }: AppendCommandOptions,
): Promise<PlainSource> {
  if (member === undefined) return openArrayOrBytes(added, signal, () => holdsArray(original));
  return npzMemberSource(added, member);
}

function requireAppendable(original: string, checkExtension: boolean): void {
  if (original === STANDARD_STREAM) throw usageError('append needs a file: standard output cannot be changed in place');
  if (!checkExtension || original.endsWith(EXTENSION)) return;
  throw new CommandError(`input file '${original}' does not end with '${EXTENSION}'`);
}

async function settingsOf(options: AppendCommandOptions): Promise<AppendOptions> {
  return {
    ...bloscOf(options),
    ...(options.grow && { grow: true }),
    ...(options.metadata !== undefined && { metadata: await readJsonFile(options.metadata) }),
  };
}

function bloscOf(options: PackingOptions): Pick<AppendOptions, 'blosc'> {
  const { blosc } = packOptionsOf(options);
  return blosc ? { blosc } : {};
}

/** A `.npy` file is added as an array if the container holds one; otherwise as its bytes. */
async function holdsArray(path: string): Promise<boolean> {
  const container = await Container.open(path);
  try {
    return (await container.arraySpec()) !== undefined;
  } finally {
    await container.close();
  }
}
