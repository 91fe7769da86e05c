import { type Command, InvalidArgumentError } from 'commander';
import { joinArrayName } from '../../../shared/commands/array-name.js';
import { countWords } from '../../../shared/compare/words.js';
import { isCancellation } from '../../../shared/errors/contract-error.js';
import type { JsonValue } from '../../../shared/format/json.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { prettyJson, STRICT_JSON } from '../../../shared/format/pretty-json.js';
import type { Tolerance } from '../../engine/arrays/item-differences.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { ArrayFile, Dataset } from '../../exchange/dataset.js';
import type { ArrayDiff, Places, SizeAt, ValuesDiff } from '../../exchange/diff/diff-arrays.js';
import type { FoundArrays } from '../../exchange/find-arrays.js';
import { splitArrayName } from '../../exchange/split-array-name.js';
import { shapeText } from '../array-text.js';
import type { CommandContext, RunCommand } from '../context.js';
import { CommandError, failureLines } from '../failures.js';
import { loadExchange } from '../load-exchange.js';
import { MAX_ARRAYS } from '../other-arrays.js';
import { requireExisting } from '../paths.js';
import { printable } from '../printable.js';
import { printResult, setLostResultStatus } from '../standard-output.js';
import { withStreamCopies } from '../stream-copies.js';

interface DiffCommandOptions {
  readonly rtol?: number;
  readonly atol?: number;
  readonly equalNan?: true;
  readonly json?: true;
}

/** As of diff and cmp. */
const SAME = 0;
const DIFFERENT = 1;
const TROUBLE = 2;

const EXAMPLES = `
Examples:
  blpk diff old.npy new.blp
  blpk diff run.npz run/                     all arrays, by their names
  blpk diff run.npz::times times.blp && echo the same
  blpk diff --rtol 1e-6 --equal-nan double.npy single.blp

Two arrays are the same when dtype, shape and all bits of the values are, whatever format, chunks, codec, order and byte order, as for
blpk digest. With --rtol, --atol or --equal-nan numbers are the same too when |a - b| <= atol + rtol * |b|, as in numpy.isclose. Rows
are indices of the first axis, in F order of the last one; chunks are those of the first array.

Exit status: 0 the same, 1 different, 2 an array could not be read.`;

export function defineDiff(command: Command, run: RunCommand): void {
  command
    .description('Compare dtype, shape and values of arrays of any formats, and say where and how much they differ.')
    .argument('<a>', 'file or folder that holds arrays, recognised by its content, or file::array')
    .argument('<b>', 'the same')
    .option('--rtol <number>', 'relative tolerance (default: 0)', tolerance)
    .option('--atol <number>', 'absolute tolerance (default: 0)', tolerance)
    .option('--equal-nan', 'take any two NaN as the same')
    .option('--json', 'print one JSON document; integers are exact')
    .addHelpText('after', EXAMPLES)
    .action((left: string, right: string, options: DiffCommandOptions) =>
      run((context) => reportedDiff(context, [left, right], options)),
    );
}

function tolerance(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number of 0 or more.');
}

async function reportedDiff(
  context: CommandContext,
  names: readonly [string, string],
  options: DiffCommandOptions,
): Promise<number> {
  if (options.json) context.report.leaveStdoutToData();
  setLostResultStatus(TROUBLE);
  try {
    return await withStreamCopies(names, context.signal, () => diff(context, names, options));
  } catch (error) {
    if (isCancellation(error)) throw error;
    for (const line of failureLines(error, context.currentFile)) context.report.error(line);
    context.report.trace(error);
    return TROUBLE;
  }
}

async function diff(
  context: CommandContext,
  names: readonly [string, string],
  options: DiffCommandOptions,
): Promise<number> {
  const left = await openSide(context, names[0]);
  try {
    const right = await openSide(context, names[1]);
    return await diffSides(context, [left, right], options).finally(() => right.file.close());
  } finally {
    await left.file.close();
  }
}

async function diffSides(
  context: CommandContext,
  [left, right]: readonly [Side, Side],
  options: DiffCommandOptions,
): Promise<number> {
  const { pairs, alone } = await pairArrays(context, left, right);
  const records: JsonValue[] = [];
  let isSame = alone.length === 0;
  for (const [one, other] of pairs) {
    const full = [joinArrayName({ ...left, name: one }), joinArrayName({ ...right, name: other })] as const;
    const found = await diffPair(context, [arrayOf(left, one), arrayOf(right, other)], options);
    if (options.json) records.push(recordOf(full, found));
    else for (const line of linesOf(full, found)) context.report.result(line);
    isSame = isSame && found.same;
  }
  if (options.json) printResult(`${prettyJson({ same: isSame, arrays: records, only_in_one: alone }, STRICT_JSON)}\n`);
  else for (const name of alone) context.report.result(`'${printable(name)}': the other one has no such array`);
  return isSame ? SAME : DIFFERENT;
}

/** A file of arrays that is compared with another one. */
interface Side extends FoundArrays {
  readonly file: ArrayFile;
}

async function openSide(context: CommandContext, name: string): Promise<Side> {
  context.currentFile = name;
  requireExisting((await splitArrayName(name)).path, 'file');
  const found = await loadExchange().findArrays(name);
  return { ...found, file: await found.format.openFile(found.path, { signal: context.signal }) };
}

interface SideArray {
  readonly full: string;
  readonly open: (operation: OperationOptions) => Promise<Dataset>;
}

function arrayOf({ path, file }: Side, name: string | undefined): SideArray {
  return { full: joinArrayName({ path, name }), open: (operation) => file.open(name, operation) };
}

type NamePair = readonly [string | undefined, string | undefined];

interface PairedArrays {
  readonly pairs: readonly NamePair[];
  /** Those that only one side has. */
  readonly alone: readonly string[];
}

/** One array with one, whatever their names; else those of the same names. */
async function pairArrays({ signal }: CommandContext, left: Side, right: Side): Promise<PairedArrays> {
  const namesIn = async (side: Side): Promise<ReadonlyMap<string, string | undefined>> => {
    if (side.name !== undefined) return new Map([['', side.name]]);
    const names = new Map<string, string | undefined>();
    for await (const { name } of side.file.list({ signal })) {
      names.set(name?.replace(/^\//, '') ?? '', name);
      if (names.size <= MAX_ARRAYS) continue;
      throw new CommandError(
        `'${side.path}' holds more than ${MAX_ARRAYS} arrays: name one, as in '${side.path}::name'`,
        TROUBLE,
      );
    }
    return names;
  };
  const [ours, theirs] = [await namesIn(left), await namesIn(right)];
  if (ours.size === 1 && theirs.size === 1)
    return { pairs: [[[...ours.values()][0], [...theirs.values()][0]]], alone: [] };
  const missing = (
    from: ReadonlyMap<string, string | undefined>,
    others: ReadonlyMap<string, string | undefined>,
    { path }: FoundArrays,
  ): readonly string[] => [...from].flatMap(([key, name]) => (others.has(key) ? [] : [joinArrayName({ path, name })]));
  return {
    pairs: [...ours].flatMap(([key, name]): NamePair[] => (theirs.has(key) ? [[name, theirs.get(key)]] : [])),
    alone: [...missing(ours, theirs, left), ...missing(theirs, ours, right)],
  };
}

async function diffPair(
  context: CommandContext,
  [one, other]: readonly [SideArray, SideArray],
  options: DiffCommandOptions,
): Promise<ArrayDiff> {
  const tolerance = toleranceOf(options);
  return context.track(async (operation) => {
    const { diffArrays } = loadExchange();
    context.currentFile = one.full;
    const left = await one.open(operation);
    try {
      context.currentFile = other.full;
      const right = await other.open(operation);
      try {
        return await diffArrays(left, right, { ...operation, ...(tolerance && { tolerance }) });
      } finally {
        await right.close();
      }
    } finally {
      await left.close();
    }
  });
}

function toleranceOf({ rtol, atol, equalNan }: DiffCommandOptions): Tolerance | undefined {
  if (rtol === undefined && atol === undefined && !equalNan) return undefined;
  return { rtol: rtol ?? 0, atol: atol ?? 0, equalNan: equalNan ?? false };
}

function linesOf([left, right]: readonly [string, string], found: ArrayDiff): readonly string[] {
  const { dtypes, shapes, values, attributes } = found;
  const [dtype, otherDtype] = dtypes.map(dtypeDescrRepr);
  const [shape, otherShape] = shapes.map(shapeText);
  const title = `'${printable(left)}' and '${printable(right)}'`;
  return [
    found.same ? `${title} are the same` : `${title} differ`,
    ...(dtype === otherDtype ? [] : [`  dtype: ${dtype} and ${otherDtype}`]),
    ...(shape === otherShape ? [] : [`  shape: ${shape} and ${otherShape}`]),
    ...(values && (!found.same || values.differing > 0) ? valueLines(values) : []),
    ...(attributes.length > 0
      ? [`  attributes (which do not count): ${printable(attributes.slice(0, 10).join(', '))}`]
      : []),
  ];
}

function valueLines({
  compared,
  differing,
  first,
  largest,
  largestRelative,
  rows,
  chunks,
}: ValuesDiff): readonly string[] {
  if (!first) return ['  values: the same'];
  const percent = ((100 * differing) / compared).toPrecision(3);
  return [
    `  values: ${differing} of ${countWords(compared, 'item')} differ (${percent} %)`,
    `  first at ${indexText(first.index)}: ${printable(first.left)} and ${printable(first.right)}`,
    ...(largest ? [`  largest difference: ${sizeText(largest)}`] : []),
    ...(largestRelative ? [`  largest relative difference: ${sizeText(largestRelative)}`] : []),
    ...(rows ? [`  rows: ${placesText(rows)}`] : []),
    ...(chunks ? [`  chunks: ${placesText(chunks)}`] : []),
  ];
}

function indexText(index: readonly number[]): string {
  return `[${index.join(', ')}]`;
}

function sizeText({ difference, index }: SizeAt): string {
  return `${difference} at ${indexText(index)}`;
}

/** `3 of 40: 0, 7-8`. */
function placesText({ count, total, ranges, hasMore }: Places): string {
  const texts = ranges.map(({ start, end }) => (end - start === 1 ? `${start}` : `${start}-${end - 1}`));
  return `${count} of ${total}: ${texts.join(', ')}${hasMore ? ', ...' : ''}`;
}

function recordOf([left, right]: readonly [string, string], found: ArrayDiff): JsonValue {
  const { same, dtypes, shapes, values, attributes } = found;
  return {
    a: left,
    b: right,
    same,
    dtypes: dtypes.map(dtypeDescrRepr),
    shapes,
    ...(values && { values: valuesRecord(values) }),
    different_attributes: attributes,
  };
}

function valuesRecord({ compared, differing, first, largest, largestRelative, rows, chunks }: ValuesDiff): JsonValue {
  return {
    compared,
    differing,
    ...(first && { first: { index: first.index, a: first.left, b: first.right } }),
    ...(largest && { largest_difference: { ...largest } }),
    ...(largestRelative && { largest_relative_difference: { ...largestRelative } }),
    ...(rows && { rows: placesRecord(rows) }),
    ...(chunks && { chunks: placesRecord(chunks) }),
  };
}

/** Ranges as in Python: the end is not in it. */
function placesRecord({ count, total, ranges, hasMore }: Places): JsonValue {
  return { differing: count, total, ranges: ranges.map(({ start, end }) => [start, end]), has_more: hasMore };
}
