import type { Command } from 'commander';
import { plainFileSink, plainFileSource } from '../../engine/pack/plain/plain-file.js';
import { plainStreamSink } from '../../engine/pack/plain/plain-stream.js';
import type { UnpackResult } from '../../engine/pack/unpack.js';
import { openContainerSource } from '../container-input.js';
import type { CommandContext, RunCommand } from '../context.js';
import { CommandError, usageError } from '../failures.js';
import { addPairOptions, type FilePair, type PairOptions } from '../file-pairs.js';
import { findPairs, forEachFoundPair } from '../folder-pairs.js';
import { metadataSection, writeMetadataFile } from '../metadata-output.js';
import { outputName, outputStream } from '../output-streams.js';
import { requireDifferent, requireFileInput, requireFreeOutput } from '../paths.js';
import { localNameOf } from '../remote-files.js';
import { keepInput, removeInput, requireRemovable } from '../remove-input.js';
import { STANDARD_STREAM } from '../standard-streams.js';
import { runUnpackJob, trailingExit } from '../unpacking.js';

interface DecompressOptions extends PairOptions {
  readonly checkExtension: boolean;
  readonly metadataOut?: string;
}

const EXTENSION = '.blp';

const EXAMPLES = `
Examples:
  blpk decompress data.dat.blp               writes data.dat
  blpk decompress *.blp folder               several containers, outputs in a folder
  blpk decompress -r folder                  all containers in the folder
  blpk decompress -e packed.bin data.dat     the input has another extension
  blpk decompress --metadata-out about.json data.dat.blp
  blpk decompress -c data.dat.blp | wc -c    writes to standard output`;

export function defineDecompress(command: Command, run: RunCommand): void {
  command
    .description(
      'Decompress a container into a file of bytes, checking every checksum. Prints the metadata if there are any.',
    )
    .argument(
      '<in...>',
      'container, - for standard input, then the file to write, - for standard output (default: <in> without .blp);\nor several containers, optionally followed by a folder for the outputs',
    )
    .usage('[options] <in> [<out>] | <in>... <folder>')
    .option('-e, --no-check-extension', 'take an input that does not end with .blp; <out> is required')
    .option('--metadata-out <file>', 'write the metadata to this file instead of printing them');
  addPairOptions(command, { stdout: '-c, --stdout', keep: '-k, --keep' }).addHelpText('after', EXAMPLES);
  command.action((names: readonly string[], options: DecompressOptions) =>
    run(async (context) => {
      const found = await findPairs(context, names, options, {
        outputOf: (input) => defaultOutput(input, options.checkExtension),
        takes: (path) => path.endsWith(EXTENSION),
        other: 'other file',
      });
      if (found.pairs.length > 1 && options.metadataOut !== undefined)
        throw usageError('--metadata-out is for one container');
      return forEachFoundPair(context, found, (pair) => decompress(context, pair, options));
    }),
  );
}

async function decompress(context: CommandContext, pair: FilePair, options: DecompressOptions): Promise<number> {
  const { report } = context;
  const { input, output } = pair;
  if (options.checkExtension) requireExtension(input);
  requireFileInput(input, 'input file');
  requireRemovable(pair, options.rm);
  await requireFreeOutput(output, input, { force: context.force, content: 'plain', hint: pair.hint });
  if (options.metadataOut !== undefined) {
    if (options.metadataOut === STANDARD_STREAM) throw usageError('--metadata-out needs the name of a file');
    await requireFreeOutput(options.metadataOut, input, { force: context.force, content: 'plain' });
    requireDifferent(output, options.metadataOut);
  }
  const stream = outputStream(output, report);
  const sink = stream ? plainStreamSink(stream, outputName(output)) : plainFileSink(output, context.outputOf(input));
  const source = await openContainerSource(input, context.signal);
  const conclude = (result: UnpackResult) => concludeMetadata(context, pair, result, options);
  const { metadata, trailingAt } = await runUnpackJob(context, { ...pair, source, sink, conclude });
  if (!options.rm || trailingAt !== undefined) return trailingExit(trailingAt);
  if (metadata !== undefined && options.metadataOut === undefined)
    return keepInput(context, input, 'its metadata are not in the output (--metadata-out writes them to a file)');
  return removeInput(context, input, [{ container: input, openPlain: () => plainFileSource(output) }]);
}

async function concludeMetadata(
  context: CommandContext,
  { input }: FilePair,
  { metadata }: UnpackResult,
  { metadataOut }: DecompressOptions,
): Promise<void> {
  context.published = true;
  if (metadataOut !== undefined) await writeMetadataFile(context, metadata, { container: input, path: metadataOut });
  else if (metadata !== undefined) context.report.normal(metadataSection(metadata));
}

/** The reference's rules and words. */
function defaultOutput(input: string, checkExtension: boolean): string {
  if (input === STANDARD_STREAM) return STANDARD_STREAM;
  if (!checkExtension) throw new CommandError('--no-check-extension requires use of <out_file>');
  requireExtension(input);
  return localNameOf(input).slice(0, -EXTENSION.length);
}

function requireExtension(input: string): void {
  if (input === STANDARD_STREAM || localNameOf(input).endsWith(EXTENSION)) return;
  throw new CommandError(`input file '${input}' does not end with '${EXTENSION}'`);
}
