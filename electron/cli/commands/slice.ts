import type { Command } from 'commander';
import { arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { npyHeaderFor } from '../../engine/arrays/npy-head.js';
import { slicePlainArray } from '../../engine/arrays/plain-array.js';
import { type ArraySlice, Container } from '../../engine/container/container.js';
import { closingOnError } from '../../engine/io/close-file.js';
import type { OperationOptions } from '../../engine/operation.js';
import { plainFileSink } from '../../engine/pack/plain/plain-file.js';
import type { PlainSink } from '../../engine/pack/plain/plain-sink.js';
import { plainStreamSink } from '../../engine/pack/plain/plain-stream.js';
import { arrayText, shapeText } from '../array-text.js';
import type { CommandContext, RunCommand } from '../context.js';
import { usageError } from '../failures.js';
import { outputName, outputStream } from '../output-streams.js';
import { requireFreeOutput, requireInput } from '../paths.js';
import { printable } from '../printable.js';
import { openPlainArray, openRandomInput } from '../random-input.js';
import { firstValues } from '../slice-values.js';
import { printResult } from '../standard-output.js';

/** Decoded blocks that are kept: a slice is read in the order of the file, so that those that are in use are enough. */
const CACHE_BYTES = 8 * 2 ** 20;

/** Values printed at most. */
const MAX_VALUES = 1000;

const EXAMPLES = `
Examples:
  blpk slice array.blp '100:200,5,:'         prints the values
  blpk slice array.blp '::10' thin.npy       writes them as a .npy file
  blpk slice array.blp '...,-1' - | ...      writes a .npy to standard output
  blpk slice array.blp '[-5:]'               brackets are optional
  blpk slice array.npy '0'                   also of .npy
  blpk slice --member x arrays.npz ':10'     and of one array of a .npz
  blpk slice https://example.org/array.blp '7'    moves only the blocks that are needed

Slices are numpy's; only the blocks that hold wanted values are decompressed. At most ${MAX_VALUES} values are printed.`;

export function defineSlice(command: Command, run: RunCommand): void {
  command
    .description(
      'Read a part of the array in a container without decompressing the rest, or a part of a .npy or .npz file.',
    )
    .argument('<file>', 'container, .npy or .npz, - for standard input')
    .argument('<slice>', "numpy slice, such as '100:200,5,:'")
    .argument('[out]', '.npy file to write, - for standard output (default: print the values)')
    .option('--member <name>', 'the array of a .npz')
    .option(
      '--checksums',
      'of a container on a server, read chunks whole and compare their checksums, as of local ones',
    )
    .addHelpText('after', EXAMPLES)
    .action((file: string, slice: string, output: string | undefined, options: SliceOptions) =>
      run((context) => sliceArray(context, { file, slice, output, ...options })),
    );
}

interface SliceOptions {
  readonly member?: string;
  readonly checksums?: true;
}

interface SliceRequest extends SliceOptions {
  readonly file: string;
  readonly slice: string;
  readonly output: string | undefined;
}

async function sliceArray(context: CommandContext, request: SliceRequest): Promise<void> {
  const { file, slice: text, output } = request;
  context.currentFile = file;
  requireInput(file, 'input file');
  if (output !== undefined) {
    if (/\.npz$/i.test(output)) throw usageError(`'${output}': a slice is one array, give the name of a .npy file`);
    await requireFreeOutput(output, file, { force: context.force, content: 'plain' });
  }
  const { slice, close } = await openSlice(context, request);
  try {
    if (output === undefined) await printValues(context, slice, `blpk slice '${file}' '${text}' out.npy`);
    else await context.track((operation) => writeNpy(sinkFor(context, slice, file, output), slice, operation));
  } finally {
    await close();
  }
}

async function openSlice(
  { signal, limits }: CommandContext,
  { file, slice, member, checksums }: SliceRequest,
): Promise<{ readonly slice: ArraySlice; close(): Promise<void> }> {
  const input = await openRandomInput(file, signal);
  // A checksum is that of a whole chunk, which can be many times what is wanted.
  const checkDigests = checksums === true || input.reader.costOfRequestBytes === undefined;
  const source =
    (await openPlainArray(input, member)) ??
    (await Container.open(input.reader, { ...limits, checkDigests, cacheBytes: CACHE_BYTES }));
  const owner = 'reader' in source ? source.reader : source;
  return closingOnError(owner, async () => {
    const part = 'reader' in source ? slicePlainArray(source, slice) : await source.slice(slice);
    return { slice: part, close: () => owner.close() };
  });
}

/** Values are data, so they are printed without a prefix; a message on standard error says how many are not shown. */
async function printValues({ signal, report }: CommandContext, slice: ArraySlice, allCommand: string): Promise<void> {
  const { shape } = slice.spec;
  const texts = await firstValues(slice, MAX_VALUES, signal);
  const missing = itemCount(shape) - texts.length;
  const text = arrayText(shape, texts.map(printable));
  printResult(`${text}\n${missing > 0 ? `... ${missing} more\n` : ''}`);
  if (missing > 0) report.notice(`shape ${shapeText(shape)}: write all values with ${allCommand}`);
}

function sinkFor(context: CommandContext, { spec }: ArraySlice, file: string, output: string): PlainSink {
  const header = npyHeaderFor(spec);
  const stream = outputStream(output, context.report);
  if (!stream) return plainFileSink(output, { ...context.reportOn(file), prefix: () => header });
  const sink = plainStreamSink(stream, outputName(output));
  return { ...sink, begin: () => sink.write(header) };
}

async function writeNpy(sink: PlainSink, { spec, pieces }: ArraySlice, options: OperationOptions): Promise<void> {
  const totalBytes = arrayNbytes(spec);
  let doneBytes = 0;
  try {
    await sink.begin({ sizeBytes: totalBytes, metadata: undefined });
    for await (const piece of pieces(options)) {
      await sink.write(piece);
      doneBytes += piece.byteLength;
      options.onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
    }
    await sink.finish();
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
