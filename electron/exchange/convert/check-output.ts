import { FormatError } from '../../../shared/format/errors.js';
import { printJson } from '../../../shared/format/json.js';
import type { ArraySpec } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { type OperationOptions, withoutProgress } from '../../engine/operation.js';
import { isReordered, readInCOrder } from '../c-order.js';
import { canonicalDtype } from '../canonical-items.js';
import { copyPlaces, inGroups, NO_DIGESTS } from '../chunk-places.js';
import type { ArrayFile, ArrayFormat, Attributes, BloscChunks, Dataset, NewDataset } from '../dataset.js';
import { ContentHash } from './content-hash.js';

/** An array that was written, and how to compare the output with its source. */
export interface WrittenArray {
  /** The source's, for messages. */
  readonly sourceName: string;
  readonly array: NewDataset;
  /** Of the chunks or of the items that went to the writer. */
  readonly content: { readonly kind: 'chunks' | 'items'; readonly digest: string };
  /** Opens the source again. */
  readonly reopen: () => Promise<Dataset>;
}

/**
 * Compares the arrays of a complete output with their sources: dtype, shape, and stored chunks where chunks were moved, which
 * decompresses nothing, else all items. Returns the names of the attributes of each that the output does not hold. Throws FormatError.
 */
export async function checkOutput(
  format: ArrayFormat,
  path: string,
  written: readonly WrittenArray[],
  options: OperationOptions,
): Promise<readonly (readonly string[])[]> {
  const file = await format.openFile(path, options);
  try {
    const lost: (readonly string[])[] = [];
    for (const one of written) lost.push(await checkOne(file, one, options));
    return lost;
  } finally {
    await file.close();
  }
}

async function checkOne(file: ArrayFile, one: WrittenArray, options: OperationOptions): Promise<readonly string[]> {
  const output = await file.open(one.array.name, options);
  try {
    await requireSame(one, output, options);
    return lostAttributes(one.array.attributes, output.attributes);
  } finally {
    await output.close();
  }
}

async function requireSame(one: WrittenArray, output: Dataset, options: OperationOptions): Promise<void> {
  const { spec } = one.array;
  if (specText(spec) !== specText(output.spec)) throw otherContent(one, `${specText(output.spec)} was read there`);
  const isSame =
    one.content.kind === 'items'
      ? (await itemsDigest(output, spec, options)) === one.content.digest
      : await holdsSameChunks(one, output, options);
  if (!isSame) throw otherContent(one, 'other values were read there');
}

async function holdsSameChunks(one: WrittenArray, output: Dataset, options: OperationOptions): Promise<boolean> {
  const { chunks } = output;
  const { spec } = one.array;
  if (typeof chunks !== 'string') return (await chunksDigest(chunks, spec, options)) === one.content.digest;
  const source = await one.reopen();
  try {
    return (await itemsDigest(output, spec, options)) === (await itemsDigest(source, spec, options));
  } finally {
    await source.close();
  }
}

async function chunksDigest(chunks: BloscChunks, spec: ArraySpec, options: OperationOptions): Promise<string> {
  const hash = new ContentHash();
  for await (const group of inGroups(hash.chunks(chunks.stored(withoutProgress(options)), spec, options))) {
    if ('places' in group) await copyPlaces(group.places, undefined, NO_DIGESTS, options);
  }
  return hash.digest();
}

/** In the order of `spec`, in which the items were written. */
async function itemsDigest(dataset: Dataset, spec: ArraySpec, options: OperationOptions): Promise<string> {
  const hash = new ContentHash();
  const source = await (isReordered(spec) ? dataset.read(withoutProgress(options)) : readInCOrder(dataset, options));
  for await (const _ of hash.source(source, dataset.spec, options).pieces());
  return hash.digest();
}

function specText(spec: ArraySpec): string {
  const order = isReordered(spec) ? ' in F order' : '';
  return `an array of dtype ${dtypeDescrRepr(canonicalDtype(spec.dtype))} and shape (${spec.shape.join(', ')})${order}`;
}

function otherContent({ sourceName, array }: WrittenArray, what: string): FormatError {
  return new FormatError(
    'bad-chunk',
    `the output does not hold ${specText(array.spec)} as '${sourceName}' does: ${what}; it was not written`,
    { file: sourceName },
  );
}

function lostAttributes(source: Attributes, output: Attributes): readonly string[] {
  return [...source].flatMap(([name, value]) => {
    const kept = output.get(name);
    return kept !== undefined && printJson(kept) === printJson(value) ? [] : [name];
  });
}
