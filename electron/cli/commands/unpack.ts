import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { containerArray } from '../../engine/arrays/container-array.js';
import { npyFileSink } from '../../engine/arrays/npy-file.js';
import { unpackFilesToNpz } from '../../engine/arrays/npz-directory.js';
import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';
import { plainStreamSink } from '../../engine/pack/plain/plain-stream.js';
import { openContainerSource } from '../container-input.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { outputName, outputStream } from '../output-streams.js';
import { requireExisting, requireFreeOutput } from '../paths.js';
import { STANDARD_STREAM } from '../standard-streams.js';
import { reportTrailing, runUnpackJob, trailingExit } from '../unpacking.js';

const EXTENSION = /\.blp$/;

const EXAMPLES = `
Examples:
  blpk unpack array.blp                      writes array.npy
  blpk unpack array.blp other.npy
  blpk unpack array.blp - | python3 -c 'import sys, io, numpy; print(numpy.load(io.BytesIO(sys.stdin.buffer.read())))'
  blpk unpack a.blp b.blp arrays.npz         one .npz of several arrays`;

export function unpackCommand(run: RunCommand): Command {
  return new Command('unpack')
    .summary('decompress numpy arrays to .npy or .npz')
    .description(
      'Decompress the array of a container to a .npy file, bit for bit the packed one, or several to one .npz.',
    )
    .argument(
      '<in...>',
      'container, then the .npy to write, - for standard output (default: <in> with .npy);\nor containers, then the .npz to write',
    )
    .addHelpText('after', EXAMPLES)
    .usage('[options] <in.blp> [<out.npy>] | <in.blp>... <out.npz>')
    .action((files: readonly string[]) => run((context) => unpackArrays(context, files)));
}

async function unpackArrays(context: CommandContext, files: readonly string[]): Promise<number> {
  const last = files.at(-1) ?? '';
  if (files.length > 1 && last.endsWith('.npz')) return unpackToNpz(context, files.slice(0, -1), last);
  const [input = '', output, ...rest] = files;
  if (rest.length > 0) throw usageError('several containers can only be unpacked into one .npz, named last');
  if (input === STANDARD_STREAM) return unpackToNpy(context, input, output ?? STANDARD_STREAM);
  return unpackToNpy(context, input, output ?? `${input.replace(EXTENSION, '')}.npy`);
}

async function unpackToNpy(context: CommandContext, input: string, output: string): Promise<number> {
  context.currentFile = input;
  requireExisting(input, 'input file');
  await requireFreeOutput(output, input, { force: context.force, content: 'plain' });
  const stream = outputStream(output, context.report);
  const sink = stream ? npyStreamSink(stream, outputName(output)) : npyFileSink(output, context.outputOf(input));
  const source = await openContainerSource(input, context.signal);
  return trailingExit((await runUnpackJob(context, { input, output, source, sink })).trailingAt);
}

async function unpackToNpz(context: CommandContext, inputs: readonly string[], output: string): Promise<number> {
  if (inputs.includes(STANDARD_STREAM)) throw usageError('arrays of a .npz are named after files: give file names');
  for (const input of inputs) {
    requireExisting(input, 'input file');
    await requireFreeOutput(output, input, { force: context.force, content: 'plain' });
  }
  context.report.verbose(`output file is: '${output}'`);
  const results = await context.track((operation) =>
    unpackFilesToNpz(inputs, output, { ...operation, ...context.outputOf(...inputs) }),
  );
  context.report.verbose('done');
  for (const [index, input] of inputs.entries()) reportTrailing(context.report, input, results[index]?.trailingAt);
  return trailingExit(results.find(({ trailingAt }) => trailingAt !== undefined)?.trailingAt);
}

/** A `.npy` file as a stream, its header made from the container's metadata. */
function npyStreamSink(stream: Writable, name: string): PlainSink {
  const sink = plainStreamSink(stream, name);
  return {
    ...sink,
    async begin(info) {
      const { npyHeader } = containerArray(info);
      await sink.begin(info);
      await sink.write(npyHeader);
    },
  };
}
