import { printJson } from '../../../shared/format/json.js';
import { type ArraySpec, arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeDescrRepr } from '../../../shared/format/numpy/dtype-print.js';
import { ItemDifferences, type LargestDifference, type Tolerance } from '../../engine/arrays/item-differences.js';
import { indexOfElement } from '../../engine/arrays/strides.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { isReordered, readInCOrder } from '../c-order.js';
import { canonicalDtype, canonicalItems } from '../canonical-items.js';
import { type ChunkRuns, chunkRuns } from '../chunk-grid.js';
import type { Attributes, Dataset } from '../dataset.js';
import { wholeItems } from '../whole-items.js';
import { type PlaceRange, PlaceRanges } from './place-ranges.js';

export interface DiffOptions extends OperationOptions {
  /** Default: none, so that items with other bits differ. */
  readonly tolerance?: Tolerance;
}

/** How two arrays differ. */
export interface ArrayDiff {
  /** Whether dtype (but its byte order), shape and values are the same; the attributes do not matter. */
  readonly same: boolean;
  readonly dtypes: readonly [Dtype, Dtype];
  readonly shapes: readonly [readonly number[], readonly number[]];
  /** Undefined when they were not compared: the shapes differ, or the dtypes do and are not both of numbers. */
  readonly values: ValuesDiff | undefined;
  /** Names of attributes that only one has, or that have other values. */
  readonly attributes: readonly string[];
}

export interface ValuesDiff {
  readonly compared: number;
  readonly differing: number;
  readonly first: { readonly index: readonly number[]; readonly left: string; readonly right: string } | undefined;
  readonly largest: SizeAt | undefined;
  readonly largestRelative: SizeAt | undefined;
  /** Where the differences are; undefined for an array without axes. A row has one index of the slowest axis. */
  readonly rows: Places | undefined;
  /** Chunks of the left array, where they are stored as blocks of it. */
  readonly chunks: Places | undefined;
}

export interface SizeAt {
  readonly index: readonly number[];
  readonly difference: number | bigint;
}

export interface Places {
  readonly count: number;
  readonly total: number;
  /** The first ones. */
  readonly ranges: readonly PlaceRange[];
  readonly hasMore: boolean;
}

/**
 * Compares two arrays, in bounded memory. Without a tolerance they are the same just when `digestArray` gives the same fingerprint.
 * Throws what reading the arrays throws.
 */
export async function diffArrays(left: Dataset, right: Dataset, options: DiffOptions = {}): Promise<ArrayDiff> {
  const specs = [left.spec, right.spec] as const;
  const hasSameShape = printJson(left.spec.shape) === printJson(right.spec.shape);
  const hasSameDtype = dtypeText(left.spec.dtype) === dtypeText(right.spec.dtype);
  const isComparable = hasSameShape && (hasSameDtype || specs.every(({ dtype }) => isNumeric(dtype)));
  // After a failure too: what looks like damage may be a change by another process.
  const values = isComparable
    ? await diffValues(left, right, options).finally(() => requireBoth(left, right))
    : undefined;
  return {
    same: hasSameDtype && values?.differing === 0,
    dtypes: [left.spec.dtype, right.spec.dtype],
    shapes: [left.spec.shape, right.spec.shape],
    values,
    attributes: otherAttributes(left.attributes, right.attributes),
  };
}

async function requireBoth(left: Dataset, right: Dataset): Promise<void> {
  await left.requireUnchanged();
  await right.requireUnchanged();
}

function dtypeText(dtype: Dtype): string {
  return dtypeDescrRepr(canonicalDtype(dtype));
}

function isNumeric(dtype: Dtype): boolean {
  return dtype.kind === 'scalar' && 'biufc'.includes(dtype.code);
}

function otherAttributes(left: Attributes, right: Attributes): readonly string[] {
  const text = (attributes: Attributes, name: string): string | undefined => {
    const value = attributes.get(name);
    return value === undefined ? undefined : printJson(value);
  };
  return [...new Set([...left.keys(), ...right.keys()])].filter((name) => text(left, name) !== text(right, name));
}

async function diffValues(left: Dataset, right: Dataset, options: DiffOptions): Promise<ValuesDiff> {
  const inMemoryOrder = left.spec.order === right.spec.order || !(isReordered(left.spec) || isReordered(right.spec));
  const spec: ArraySpec = inMemoryOrder ? left.spec : { ...left.spec, order: 'C' };
  const found = new ItemDifferences(
    canonicalDtype(left.spec.dtype),
    canonicalDtype(right.spec.dtype),
    options.tolerance,
  );
  const places = new DifferentPlaces(spec, inMemoryOrder ? left.chunks : 'the chunks are read in another order');
  const open = (dataset: Dataset): Promise<PlainSource> =>
    inMemoryOrder ? dataset.read(options) : readInCOrder(dataset, options);
  const compared = await compareItems([left, right], [await open(left), await open(right)], options, (pair) => {
    found.add(pair.left, pair.right, pair.firstItem, (item) => places.add(item));
  });
  const at = (largest: LargestDifference | undefined): SizeAt | undefined =>
    largest && { index: indexOfElement(spec, largest.item), difference: largest.difference };
  const { first, differing } = found;
  return {
    compared,
    differing,
    first: first && { index: indexOfElement(spec, first.item), left: first.left, right: first.right },
    largest: at(found.largest),
    largestRelative: at(found.largestRelative),
    ...places.result(),
  };
}

interface PairOfItems {
  readonly left: Uint8Array;
  readonly right: Uint8Array;
  readonly firstItem: number;
}

/** Reads both beside each other and passes on the same items of both, canonical. Returns how many there are. */
async function compareItems(
  [left, right]: readonly [Dataset, Dataset],
  [leftSource, rightSource]: readonly [PlainSource, PlainSource],
  { signal, onProgress }: DiffOptions,
  compare: (pair: PairOfItems) => void,
): Promise<number> {
  const [one, other] = [new ItemReader(leftSource, left.spec), new ItemReader(rightSource, right.spec)];
  const totalBytes = arrayNbytes(left.spec);
  let item = 0;
  try {
    for (;;) {
      throwIfCancelled(signal);
      // Both to their ends, where the number of bytes is checked.
      const items = Math.min(await one.available(), await other.available());
      if (items === 0) break;
      compare({ left: one.take(items), right: other.take(items), firstItem: item });
      item += items;
      onProgress?.({ doneBytes: item * left.spec.dtype.itemsize, totalBytes, chunksDone: 0 });
    }
  } finally {
    await one.close();
    await other.close();
  }
  return itemCount(left.spec.shape);
}

/** Whole items of a source, as many at a time as are asked for. */
class ItemReader {
  readonly #dtype: Dtype;
  readonly #pieces: AsyncGenerator<Uint8Array, void, undefined>;
  #items: Uint8Array = new Uint8Array(0);

  constructor(source: PlainSource, spec: ArraySpec) {
    this.#dtype = spec.dtype;
    this.#pieces = wholeItems(source, spec);
  }

  /** Items that can be taken at once; 0 at the end. */
  async available(): Promise<number> {
    while (this.#items.byteLength === 0) {
      const { value, done } = await this.#pieces.next();
      if (done) return 0;
      this.#items = canonicalItems(this.#dtype, value);
    }
    return this.#items.byteLength / this.#dtype.itemsize;
  }

  take(items: number): Uint8Array {
    const lengthBytes = items * this.#dtype.itemsize;
    const taken = this.#items.subarray(0, lengthBytes);
    this.#items = this.#items.subarray(lengthBytes);
    return taken;
  }

  async close(): Promise<void> {
    await this.#pieces.return();
  }
}

/** The rows and chunks in which items differ. */
class DifferentPlaces {
  readonly #rows = new PlaceRanges();
  readonly #chunks = new PlaceRanges();
  readonly #rowItems: number | undefined;
  readonly #rowCount: number;
  readonly #runs: ChunkRuns | undefined;

  constructor(spec: ArraySpec, chunks: Dataset['chunks']) {
    this.#rowCount = spec.shape.at(spec.order === 'C' ? 0 : -1) ?? 0;
    this.#rowItems = this.#rowCount === 0 ? undefined : itemCount(spec.shape) / this.#rowCount;
    this.#runs = typeof chunks === 'string' ? undefined : chunkRuns(spec, chunks.grid);
  }

  add(item: number): void {
    if (this.#rowItems !== undefined) this.#rows.add(Math.floor(item / this.#rowItems));
    if (this.#runs) this.#chunks.add(this.#runs.chunkOf(item));
  }

  result(): Pick<ValuesDiff, 'rows' | 'chunks'> {
    return {
      rows: this.#rowItems === undefined ? undefined : placesOf(this.#rows, this.#rowCount),
      chunks: this.#runs && placesOf(this.#chunks, this.#runs.count),
    };
  }
}

function placesOf(found: PlaceRanges, total: number): Places {
  return { count: found.count, total, ranges: found.first, hasMore: found.hasMore };
}
