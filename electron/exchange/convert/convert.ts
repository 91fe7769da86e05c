import { ArgumentError } from '../../../shared/format/errors.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { throwIfCancelled, withoutProgress } from '../../engine/operation.js';
import { readInCOrder } from '../c-order.js';
import type { ArrayFormat, Dataset, DatasetsWriter, NewDataset, WriteOptions } from '../dataset.js';
import { checkOutput, type WrittenArray } from './check-output.js';
import { type ChunkPlan, type ChunkWish, newDataset, planChunks } from './chunk-plan.js';
import { ContentHash } from './content-hash.js';
import { type ChunkCounts, movedChunks } from './moved-chunks.js';

/** An array to convert. */
export interface ConvertInput {
  /** As the user names it, for messages. */
  readonly name: string;
  readonly open: () => Promise<Dataset>;
  /** The same when its file was closed, for comparing the output with it. */
  readonly reopen: () => Promise<Dataset>;
  /** Its name in the output; undefined for the only one. */
  readonly target: string | undefined;
}

export interface ConvertOptions extends WriteOptions, ChunkWish {
  /** Throw where chunks would have to be compressed again. Default false. */
  readonly onlyMove?: boolean;
  /** Name in the output of the only array, instead of that of the input. */
  readonly targetName?: string;
  readonly output?: OutputOptions;
  /** Called when all was written and is flushed, and when the output is compared with its sources. */
  readonly onStep?: (step: 'finish' | 'check') => void;
}

/** What was done with an array. */
export interface ConvertedArray {
  readonly name: string;
  readonly target: string | undefined;
  readonly spec: ArraySpec;
  /** Of the chunks, when they were moved. */
  readonly counts: Readonly<ChunkCounts> | undefined;
  /** Why they were not; undefined too where there was nothing to move. */
  readonly reason: string | undefined;
  /** Names of the attributes that the output does not hold. */
  readonly lostAttributes: readonly string[];
}

export interface ConvertResult {
  readonly arrays: readonly ConvertedArray[];
  /** Size of the output in bytes. */
  readonly storedBytes: number;
}

/**
 * Writes arrays of any formats into one new file or folder. Stored Blosc chunks are moved without decompressing where both sides allow
 * it. The output is compared with its sources, and gets its name only then. Progress is reported for each array while it is written, and
 * again while it is compared. Throws ArgumentError for what the output cannot hold, and
 * what reading and writing throw; there is no output then.
 */
export async function convertArrays(
  inputs: AsyncIterable<ConvertInput> | Iterable<ConvertInput>,
  format: ArrayFormat,
  path: string,
  options: ConvertOptions = {},
): Promise<ConvertResult> {
  if (!format.create) throw new ArgumentError(`${format.label} can be read, but not written`);
  const converted: Converted[] = [];
  let lost: readonly (readonly string[])[] = [];
  const writer = await format.create(path, {
    ...options.output,
    async beforePublish(temporaryPath) {
      options.onStep?.('check');
      lost = await checkOutput(format, temporaryPath, converted, options);
      await options.output?.beforePublish?.(temporaryPath);
    },
  });
  const { targetName } = options;
  try {
    if (targetName !== undefined && !writer.holdsMany) throw withoutNames(path, targetName, format);
    for await (const input of inputs) {
      throwIfCancelled(options.signal);
      if (converted.length > 0 && (!writer.holdsMany || targetName !== undefined)) throw onlyOne(path, format);
      const name = writer.holdsMany ? (targetName ?? input.target) : undefined;
      converted.push(await convertOne({ ...input, target: name }, format, writer, options));
    }
    if (converted.length === 0) throw new ArgumentError(`there is no array to write to '${path}'`);
    options.onStep?.('finish');
    const storedBytes = await writer.finish();
    return { arrays: converted.map((one, index) => resultOf(one, lost[index] ?? [])), storedBytes };
  } catch (error) {
    await writer.abort();
    throw error;
  }
}

interface Converted extends WrittenArray {
  readonly counts: ChunkCounts | undefined;
  readonly reason: string | undefined;
}

function resultOf(one: Converted, lostAttributes: readonly string[]): ConvertedArray {
  const { sourceName: name, array, counts, reason } = one;
  return { name, target: array.name, spec: array.spec, counts, reason, lostAttributes };
}

function onlyOne(path: string, { label }: ArrayFormat): ArgumentError {
  return new ArgumentError(
    `'${path}' (${label}) is for one array, but there are several: name one, as in 'file::name', or give a folder for the output`,
    { file: path },
  );
}

function withoutNames(path: string, name: string, { label }: ArrayFormat): ArgumentError {
  return new ArgumentError(
    `'${path}' would be a ${label} file, which holds one array without a name: leave out '::${name}'`,
    {
      file: path,
    },
  );
}

async function convertOne(
  input: ConvertInput,
  { chunkRules }: ArrayFormat,
  writer: DatasetsWriter,
  options: ConvertOptions,
): Promise<Converted> {
  const dataset = await input.open();
  try {
    const array = newDataset(dataset, input.target, writer);
    const plan = await planChunks(dataset, chunkRules, array, options, options);
    if (options.onlyMove) requireMove(input.name, plan);
    // After a failure too: what looks like damage may be a change by another process.
    const written = await write(dataset, writer, array, plan, options).finally(() => dataset.requireUnchanged());
    return {
      sourceName: input.name,
      array,
      reopen: input.reopen,
      reason: plan.kind === 'recompress' ? plan.reason : undefined,
      ...written,
    };
  } finally {
    await dataset.close();
  }
}

function requireMove(name: string, plan: ChunkPlan): void {
  if (plan.kind === 'move' || plan.reason === undefined) return;
  throw new ArgumentError(`'${name}' would have to be recompressed, because ${plan.reason}`, { file: name });
}

async function write(
  dataset: Dataset,
  writer: DatasetsWriter,
  array: NewDataset,
  plan: ChunkPlan,
  options: ConvertOptions,
): Promise<Pick<Converted, 'content' | 'counts'>> {
  const hash = new ContentHash();
  const quiet = withoutProgress(options);
  if (plan.kind === 'move' && writer.writeChunks) {
    const counts: ChunkCounts = { moved: 0, changed: 0, filled: 0 };
    const chunks = movedChunks(plan.chunks, plan.runs, counts, { ...quiet, name: dataset.name, rules: plan.rules });
    await writer.writeChunks(array, plan.facts, hash.chunks(chunks, array.spec, options), quiet);
    return { content: { kind: 'chunks', digest: hash.digest() }, counts };
  }
  const source = await (writer.wantsCOrder ? readInCOrder(dataset, options) : dataset.read(quiet));
  await writer.write(array, hash.source(source, array.spec, options), quiet);
  return { content: { kind: 'items', digest: hash.digest() }, counts: undefined };
}
