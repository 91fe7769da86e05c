import { ArgumentError } from '../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes } from '../../shared/format/numpy/array-metadata.js';
import { dtypeStr } from '../../shared/format/numpy/dtype-print.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import { temporaryCopy } from '../engine/io/temporary-copy.js';
import { type OperationOptions, throwIfCancelled } from '../engine/operation.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import { canonicalDtype, canonicalItems } from './canonical-items.js';
import type { Attributes, NewDataset } from './dataset.js';
import { wholeItems } from './whole-items.js';

/** A column of a table that is about to be written. */
export interface KeptColumn<Type> {
  readonly name: string;
  /** One-dimensional, little-endian. */
  readonly spec: ArraySpec;
  readonly attributes: Attributes;
  readonly type: Type;
  /** The items, in a temporary file. */
  readonly items: RandomReader;
}

/** What a format's columns can be. */
export interface ColumnTypes<Type> {
  /** `Parquet`, for messages. */
  readonly label: string;
  /** By code, size of an item and unit, as in `f8` and `M8[ms]`. */
  readonly types: Readonly<Record<string, Type>>;
  /** All of them, in words: `integers or booleans`. */
  readonly inWords: string;
}

/** The name of an array that has none. */
const DEFAULT_NAME = 'values';
/** Bytes of all columns of a group of rows, about: they are in memory while it is written. */
const GROUP_BYTES = 32 * 2 ** 20;
const MAX_GROUP_ROWS = 2 ** 20;

/**
 * One-dimensional arrays of the same length that become the columns of one table. A group of rows holds all columns, so that each
 * array is kept in a temporary file until all are known.
 */
export class KeptColumns<Type> {
  readonly #path: string;
  readonly #types: ColumnTypes<Type>;
  readonly #columns: KeptColumn<Type>[] = [];

  constructor(path: string, types: ColumnTypes<Type>) {
    this.#path = path;
    this.#types = types;
  }

  get columns(): readonly KeptColumn<Type>[] {
    return this.#columns;
  }

  /** As `DatasetsWriter.write`. */
  async add(
    { name = DEFAULT_NAME, spec, attributes }: NewDataset,
    source: PlainSource,
    options: OperationOptions,
  ): Promise<void> {
    const type = await this.#checkedType(name, spec, source);
    const items = await temporaryCopy(canonicalPieces(source, spec, options), source.name);
    const canonical = { ...spec, dtype: canonicalDtype(spec.dtype) };
    this.#columns.push({ name, attributes, type, spec: canonical, items });
  }

  async #checkedType(name: string, spec: ArraySpec, source: PlainSource): Promise<Type> {
    try {
      return this.#typeOf(name, spec);
    } catch (error) {
      await source.close?.();
      throw error;
    }
  }

  #typeOf(name: string, { dtype, shape }: ArraySpec): Type {
    const { types, inWords } = this.#types;
    const type = dtype.kind === 'scalar' ? types[`${dtype.code}${dtype.itemsize}${dtype.unit ?? ''}`] : undefined;
    if (type === undefined) {
      throw this.#refused(`'${name}' has the dtype ${dtypeStr(dtype)}, and columns are ${inWords}`);
    }
    const [rows, ...others] = shape;
    if (rows === undefined || others.length > 0)
      throw this.#refused(`'${name}' has ${shape.length} dimensions, and a column has one`);
    const [first] = this.#columns;
    if (first !== undefined && first.spec.shape[0] !== rows) {
      throw this.#refused(
        `'${name}' has ${rows} items, '${first.name}' ${first.spec.shape[0]}, and all columns have the same number`,
      );
    }
    if (this.#columns.some((column) => column.name === name)) throw this.#refused(`two arrays have the name '${name}'`);
    return type;
  }

  #refused(what: string): ArgumentError {
    return new ArgumentError(`'${this.#path}' cannot be written as ${this.#types.label}: ${what}`, {
      file: this.#path,
    });
  }

  /** Groups of rows, each small enough to be held in memory. */
  *groups(): Generator<{ readonly start: number; readonly end: number }> {
    const rows = this.#columns[0]?.spec.shape[0] ?? 0;
    const rowBytes = this.#columns.reduce((sum, { spec }) => sum + spec.dtype.itemsize, 0);
    const step = Math.max(1, Math.min(MAX_GROUP_ROWS, Math.floor(GROUP_BYTES / Math.max(1, rowBytes))));
    for (let start = 0; start < rows; start += step) yield { start, end: Math.min(rows, start + step) };
  }

  /** Removes the temporary files. */
  async close(): Promise<void> {
    for (const { items } of this.#columns.splice(0)) await items.close();
  }
}

/** Little-endian, in pieces of whole items. Closes the source. */
async function* canonicalPieces(
  source: PlainSource,
  spec: ArraySpec,
  { signal, onProgress }: OperationOptions,
): AsyncGenerator<Uint8Array> {
  let doneBytes = 0;
  for await (const items of wholeItems(source, spec)) {
    throwIfCancelled(signal);
    yield canonicalItems(spec.dtype, items);
    doneBytes += items.byteLength;
    onProgress?.({ doneBytes, totalBytes: arrayNbytes(spec), chunksDone: 0 });
  }
}

/** The items [start, end) of a column. */
export function columnItems({ spec, items }: KeptColumn<unknown>, start: number, end: number): Promise<Uint8Array> {
  const { itemsize } = spec.dtype;
  return items.readAt(start * itemsize, (end - start) * itemsize);
}
