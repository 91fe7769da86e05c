import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { countWords } from '../../../shared/compare/words.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { prettyJson, STRICT_JSON } from '../../../shared/format/pretty-json.js';
import { prettySizeWithBytes } from '../../../shared/format/sizes.js';
import { isSameFile } from '../../engine/io/same-file.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { ConvertedArray, ConvertInput, ConvertResult } from '../../exchange/convert/convert.js';
import { doneWords, lostWords } from '../../exchange/convert/convert-words.js';
import type { FoundArrays } from '../../exchange/find-arrays.js';
import { OUTPUT_FORMATS } from '../../exchange/output-formats.js';
import type { OutputTarget } from '../../exchange/output-target.js';
import { splitArrayName } from '../../exchange/split-array-name.js';
import type { CommandContext, RunCommand } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { usageError } from '../failures.js';
import { loadExchange } from '../load-exchange.js';
import {
  addBloscOptions,
  addChecksumOption,
  addChunkRowsOption,
  type PackingOptions,
  packOptionsOf,
} from '../options.js';
import { MAX_ARRAYS } from '../other-arrays.js';
import { isFolder, requireFreeOutput, requireInput } from '../paths.js';
import { printable } from '../printable.js';
import { printResult } from '../standard-output.js';
import { STANDARD_STREAM } from '../standard-streams.js';
import { withStreamCopies } from '../stream-copies.js';

interface ConvertCommandOptions extends PackingOptions {
  readonly to?: string;
  /** Undefined: move chunks where possible. */
  readonly recompress?: boolean;
  readonly json?: true;
}

const EXAMPLES = `
Examples:
  blpk convert run.npz run/                  a container for each array, in a folder
  blpk convert run/ run.npz                  and back
  blpk convert run.npz::times times.blp      one of its arrays
  blpk convert --to npy-folder run.npz run/  a .npy file for each array
  blpk convert --no-recompress a.blp b.blp   fails where chunks cannot be moved as they are

Where both formats have Blosc chunks that hold whole rows, the chunks are moved as they are, without decompressing; the message says
so, or why not. The output is compared with its source before it gets its name.`;

export function defineConvert(command: Command, run: RunCommand): void {
  command
    .description('Write arrays of any format into a new file or folder of another one, with their attributes.')
    .argument(
      '<in...>',
      'files or folders that hold arrays, recognised by their content, or file::array, or - for standard input; then the file or folder to write, whose ending says its format',
    )
    .usage('[options] <in>... <out>')
    .addOption(
      new Option('--to <format>', 'format of the output (default: as its ending says)').choices([...OUTPUT_FORMATS]),
    )
    .addOption(new Option('--recompress', 'decompress and compress all chunks anew'))
    .addOption(new Option('--no-recompress', 'fail where chunks cannot be moved as they are'))
    .option('--json', 'print what was done as one JSON document');
  addChecksumOption(addChunkRowsOption(addBloscOptions(command, { typesize: "the array's item size" })));
  command
    .addHelpText('after', EXAMPLES)
    .action((names: readonly string[], options: ConvertCommandOptions) =>
      run((context) => convert(context, names, options)),
    );
}

interface SkippedArray {
  readonly name: string;
  readonly reason: string;
}

async function convert(
  context: CommandContext,
  names: readonly string[],
  options: ConvertCommandOptions,
): Promise<number> {
  const [inputs, outputName] = [names.slice(0, -1), names.at(-1) ?? ''];
  if (inputs.length === 0) throw usageError('give the name of an output file or folder, as the last one');
  if (options.json) context.report.leaveStdoutToData();
  if (outputName === STANDARD_STREAM) throw usageError('convert needs a file to write, not standard output');
  return withStreamCopies(inputs, context.signal, () => convertInputs(context, inputs, outputName, options));
}

async function convertInputs(
  context: CommandContext,
  inputs: readonly string[],
  outputName: string,
  options: ConvertCommandOptions,
): Promise<number> {
  const { report } = context;
  const recompressReason = reasonToRecompress(options);
  const { convertArrays, findOutput } = loadExchange();
  const output = await findOutput(outputName, options.to);
  const found = await findInputs(inputs);
  await requireFree(context, found, output);
  const skipped: SkippedArray[] = [];
  context.currentFile = inputs[0];
  const result = await context.track((operation) =>
    convertArrays(inputsOf(found, output, skipped, operation), output.format, output.path, {
      ...packOptionsOf(options),
      ...operation,
      onlyMove: options.recompress === false,
      ...(recompressReason !== undefined && { recompressReason }),
      ...(output.name !== undefined && { targetName: output.name.replace(/^\//, '') }),
      output: context.outputOf(...found.map(({ path }) => path)),
    }),
  );
  if (options.json) printResult(`${prettyJson(jsonOf(output, result, skipped), STRICT_JSON)}\n`);
  for (const array of result.arrays) {
    report.normal(`'${printable(array.name)}': ${doneWords(array)}`);
    if (array.lostAttributes.length > 0) report.notice(lostLine(array, output));
  }
  for (const { name, reason } of skipped) report.error(`'${name}' was left out: ${reason}`);
  report.normal(
    `'${output.path}': ${countWords(result.arrays.length, 'array')}, ${prettySizeWithBytes(result.storedBytes)}`,
  );
  return skipped.length > 0 ? EXIT.failed : EXIT.done;
}

const COMPRESSION_OPTIONS = ['typesize', 'clevel', 'shuffle', 'codec', 'blocksize', 'chunkRows'] as const;

function reasonToRecompress(options: ConvertCommandOptions): string | undefined {
  const hasSettings = COMPRESSION_OPTIONS.some((name) => options[name] !== undefined);
  if (hasSettings && options.recompress === false) {
    throw usageError('--no-recompress leaves no choice of codec, level or chunk size');
  }
  if (options.recompress) return '--recompress asks for it';
  return hasSettings ? 'the options ask for other settings' : undefined;
}

async function findInputs(inputs: readonly string[]): Promise<readonly FoundArrays[]> {
  const found: FoundArrays[] = [];
  for (const input of inputs) {
    requireInput((await splitArrayName(input)).path, 'input file');
    found.push(await loadExchange().findArrays(input));
  }
  return found;
}

/** Refuses, before any work, an output that exists and may not be replaced. */
async function requireFree(
  { force }: CommandContext,
  inputs: readonly FoundArrays[],
  { path, format }: OutputTarget,
): Promise<void> {
  for (const input of inputs) {
    if (await isSameFile(input.path, path)) {
      throw usageError(`'${path}' is both input and output: give the output another name`);
    }
    if (isFolder(path)) continue;
    await requireFreeOutput(path, input.path, { force, content: format.id === 'bloscpack' ? 'container' : 'plain' });
  }
  if (!isFolder(path) || !force) return;
  const { findArrays } = loadExchange();
  const existing = await findArrays(path).catch(() => undefined);
  if (existing?.format !== format || format.endings.length === 0) {
    throw usageError(`the folder '${path}' may hold other files and is not replaced: remove it first`);
  }
}

async function* inputsOf(
  inputs: readonly FoundArrays[],
  output: OutputTarget,
  skipped: SkippedArray[],
  operation: OperationOptions,
): AsyncGenerator<ConvertInput, void, undefined> {
  const { openableArrays } = loadExchange();
  const needsName = inputs.length > 1 || output.format.endings.length === 0;
  for (const found of inputs) {
    for await (const input of openableArrays(found, { ...operation, maxArrays: MAX_ARRAYS })) {
      const { full, name, reason } = input;
      const target = targetName(found, name, { needsName, isOne: inputs.length === 1 });
      if (reason === undefined) yield { ...input, name: full, target };
      else skipped.push({ name: full, reason });
    }
  }
}

/** Arrays keep their names; those of several whole files get the file's before them, and those without a name the file's alone. */
function targetName(
  { path, name: asked }: FoundArrays,
  name: string | undefined,
  { needsName, isOne }: { readonly needsName: boolean; readonly isOne: boolean },
): string | undefined {
  const own = name?.replace(/^\//, '');
  if (own !== undefined && (isOne || asked !== undefined)) return own;
  if (!needsName) return undefined;
  const stem = basename(path).replace(/(?<=.)\.[^.]*$/, '');
  return own === undefined ? stem : `${stem}/${own}`;
}

function lostLine(array: ConvertedArray, { format }: OutputTarget): string {
  return `'${printable(array.name)}': ${format.label} does not hold its attributes ${printable(lostWords(array))}`;
}

function jsonOf(
  { path, format }: OutputTarget,
  { arrays, storedBytes }: ConvertResult,
  skipped: readonly SkippedArray[],
): JsonValue {
  return {
    output: path,
    format: format.id,
    stored_bytes: storedBytes,
    arrays: arrays.map(({ name, target, spec, counts, reason, lostAttributes }) => ({
      source: name,
      ...(target !== undefined && { name: target }),
      dtype: dtypeDescrRepr(spec.dtype),
      shape: spec.shape,
      order: spec.order,
      ...(counts && { chunks: { ...counts } }),
      ...(reason !== undefined && { recompressed_because: reason }),
      lost_attributes: lostAttributes,
    })),
    left_out: skipped.map(({ name, reason }) => ({ source: name, reason })),
  };
}
