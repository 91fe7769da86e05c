import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import { containerArray } from '../../engine/arrays/container-array.js';
import { npyFileSink, npyFileSource } from '../../engine/arrays/npy-file.js';
import { NPY_HEADER_KEY } from '../../engine/arrays/npy-metadata.js';
import { unpackFilesToNpz } from '../../engine/arrays/npz-directory.js';
import { membersOf } from '../../engine/in-place/metadata/json-object.js';
import { jsonOf } from '../../engine/pack/compressed/compressed-source.js';
import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';
import { plainStreamSink } from '../../engine/pack/plain/plain-stream.js';
import { openContainerSource } from '../container-input.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { addPairOptions, type FilePair, type PairOptions } from '../file-pairs.js';
import { findPairs, forEachFoundPair, type PairRules } from '../folder-pairs.js';
import { outputName, outputStream } from '../output-streams.js';
import { requireFileInput, requireFreeOutput } from '../paths.js';
import { localNameOf } from '../remote-files.js';
import { keepInput, removeInput, requireRemovable } from '../remove-input.js';
import { STANDARD_STREAM } from '../standard-streams.js';
import { reportTrailing, runUnpackJob, trailingExit } from '../unpacking.js';

const EXTENSION = /\.blp$/;

const EXAMPLES = `
Examples:
  blpk unpack array.blp                      writes array.npy
  blpk unpack array.blp other.npy
  blpk unpack *.blp folder                   several containers, outputs in a folder
  blpk unpack -r folder                      all containers in the folder
  blpk unpack -c array.blp | python3 -c 'import sys, io, numpy; print(numpy.load(io.BytesIO(sys.stdin.buffer.read())))'
  blpk unpack a.blp b.blp arrays.npz         one .npz of several arrays`;

export function defineUnpack(command: Command, run: RunCommand): void {
  command
    .description(
      'Decompress the array of a container to the .npy file that it was packed from, or several to one .npz.',
    )
    .argument(
      '<in...>',
      'container, - for standard input, then the .npy to write, - for standard output (default: <in> with .npy);\nor containers, then the .npz to write, or a folder for the outputs',
    )
    .usage('[options] <in.blp> [<out.npy>] | <in.blp>... <folder> | <in.blp>... <out.npz>');
  addPairOptions(command, { stdout: '-c, --stdout', keep: '-k, --keep' }).addHelpText('after', EXAMPLES);
  command.action((files: readonly string[], options: PairOptions) =>
    run((context) => unpackArrays(context, files, options)),
  );
}

async function unpackArrays(context: CommandContext, files: readonly string[], options: PairOptions): Promise<number> {
  const last = files.at(-1) ?? '';
  if (files.length > 1 && last.endsWith('.npz')) {
    if (options.rm || options.stdout || options.recursive)
      throw usageError('-r, --rm and --stdout are not for .npz outputs');
    return unpackToNpz(context, files.slice(0, -1), last);
  }
  const found = await findPairs(context, files, options, RULES);
  if (found.pairs.length > 1 && options.stdout) throw usageError('only one array can be written to standard output');
  return forEachFoundPair(context, found, (pair) => unpackToNpy(context, pair, options));
}

const RULES: PairRules = { outputOf, takes: (path) => EXTENSION.test(path), other: 'other file' };

function outputOf(input: string): string {
  return input === STANDARD_STREAM ? STANDARD_STREAM : `${localNameOf(input).replace(EXTENSION, '')}.npy`;
}

async function unpackToNpy(context: CommandContext, pair: FilePair, { rm }: PairOptions): Promise<number> {
  const { input, output } = pair;
  requireFileInput(input, 'input file');
  requireRemovable(pair, rm);
  await requireFreeOutput(output, input, { force: context.force, content: 'plain', hint: pair.hint });
  const stream = outputStream(output, context.report);
  const sink = stream ? npyStreamSink(stream, outputName(output)) : npyFileSink(output, context.outputOf(input));
  const source = await openContainerSource(input, context.signal);
  const { metadata, trailingAt } = await runUnpackJob(context, { ...pair, source, sink });
  if (!rm || trailingAt !== undefined) return trailingExit(trailingAt);
  const lost = [...(membersOf(jsonOf(metadata))?.keys() ?? [])].filter((key) => !ARRAY_KEYS.has(key));
  if (lost.length > 0) return keepInput(context, input, `its metadata are not in the .npy file: ${lost.join(', ')}`);
  return removeInput(context, input, [{ container: input, openPlain: () => npyFileSource(output) }]);
}

/** The metadata that a `.npy` file holds too. */
const ARRAY_KEYS: ReadonlySet<string> = new Set(['dtype', 'shape', 'order', 'container', NPY_HEADER_KEY]);

async function unpackToNpz(context: CommandContext, inputs: readonly string[], output: string): Promise<number> {
  if (inputs.includes(STANDARD_STREAM)) throw usageError('arrays of a .npz are named after files: give file names');
  for (const input of inputs) {
    requireFileInput(input, 'input file');
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
