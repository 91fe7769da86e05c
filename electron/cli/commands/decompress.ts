import { Command } from 'commander';
import { plainFileSink } from '../../engine/pack/plain/plain-file.js';
import { plainStreamSink } from '../../engine/pack/plain/plain-stream.js';
import { openContainerSource } from '../container-input.js';
import type { CommandContext, RunCommand } from '../context.js';
import { CommandError, usageError } from '../failures.js';
import { metadataLines, writeMetadataFile } from '../metadata-output.js';
import { outputName, outputStream } from '../output-streams.js';
import { requireDifferent, requireExisting, requireFreeOutput } from '../paths.js';
import { STANDARD_STREAM } from '../standard-streams.js';
import { runUnpackJob, trailingExit } from '../unpacking.js';

interface DecompressOptions {
  readonly checkExtension: boolean;
  readonly metadataOut?: string;
}

const EXTENSION = '.blp';

const EXAMPLES = `
Examples:
  blpk decompress data.dat.blp               writes data.dat
  blpk decompress -e packed.bin data.dat     the input has another extension
  blpk decompress --metadata-out about.json data.dat.blp
  blpk decompress data.dat.blp - | wc -c     writes to standard output`;

export function decompressCommand(run: RunCommand): Command {
  return new Command('decompress')
    .alias('d')
    .summary('decompress a container')
    .description(
      'Decompress a container into a file of bytes, checking every checksum. Prints the metadata if there are any.',
    )
    .argument('<in>', 'container, - for standard input')
    .argument('[out]', 'file to write, - for standard output (default: <in> without .blp)')
    .option('-e, --no-check-extension', 'take an input that does not end with .blp; <out> is required')
    .option('--metadata-out <file>', 'write the metadata to this file instead of printing them')
    .addHelpText('after', EXAMPLES)
    .action((input: string, output: string | undefined, options: DecompressOptions) =>
      run((context) => decompress(context, input, output, options)),
    );
}

async function decompress(
  context: CommandContext,
  input: string,
  givenOutput: string | undefined,
  options: DecompressOptions,
): Promise<number> {
  const { report } = context;
  context.currentFile = input;
  const output = outputFor(input, givenOutput, options.checkExtension);
  requireExisting(input, 'input file');
  await requireFreeOutput(output, input, { force: context.force, content: 'plain' });
  if (options.metadataOut !== undefined) {
    if (options.metadataOut === STANDARD_STREAM) throw usageError('--metadata-out needs the name of a file');
    await requireFreeOutput(options.metadataOut, input, { force: context.force, content: 'plain' });
    requireDifferent(output, options.metadataOut);
  }
  const stream = outputStream(output, report);
  const sink = stream ? plainStreamSink(stream, outputName(output)) : plainFileSink(output, context.outputOf(input));
  const source = await openContainerSource(input, context.signal);
  const { metadata, trailingAt } = await runUnpackJob(context, { input, output, source, sink });
  context.published = true;
  if (options.metadataOut !== undefined)
    await writeMetadataFile(context, metadata, { container: input, path: options.metadataOut });
  else if (metadata !== undefined) report.normal(`Metadata is:\n${metadataLines(metadata)}`);
  return trailingExit(trailingAt);
}

/** The reference's rules and words. */
function outputFor(input: string, output: string | undefined, checkExtension: boolean): string {
  if (input === STANDARD_STREAM) return output ?? STANDARD_STREAM;
  if (!checkExtension) {
    if (output === undefined) throw new CommandError('--no-check-extension requires use of <out_file>');
    return output;
  }
  if (!input.endsWith(EXTENSION)) throw new CommandError(`input file '${input}' does not end with '${EXTENSION}'`);
  return output ?? input.slice(0, -EXTENSION.length);
}
