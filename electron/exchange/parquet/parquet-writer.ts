import type { SchemaElement } from 'hyparquet';
import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { dtypeStr } from '../../../shared/format/numpy/dtype-print.js';
import { typedArrayOf } from '../../engine/arrays/ndarray.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { type ByteTarget, openFileTarget } from '../../engine/io/byte-target.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { temporaryCopy } from '../../engine/io/temporary-copy.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { canonicalDtype, canonicalItems } from '../canonical-items.js';
import type { DatasetsWriter, NewDataset } from '../dataset.js';
import { wholeItems } from '../whole-items.js';

/** Parquet's types by numpy's. Small integers are stored as 32 bits, with a note. */
const TYPES: Readonly<Record<string, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  b1: { type: 'BOOLEAN' },
  i1: { type: 'INT32', converted_type: 'INT_8' },
  i2: { type: 'INT32', converted_type: 'INT_16' },
  i4: { type: 'INT32' },
  i8: { type: 'INT64' },
  u1: { type: 'INT32', converted_type: 'UINT_8' },
  u2: { type: 'INT32', converted_type: 'UINT_16' },
  u4: { type: 'INT32', converted_type: 'UINT_32' },
  u8: { type: 'INT64', converted_type: 'UINT_64' },
  f4: { type: 'FLOAT' },
  f8: { type: 'DOUBLE' },
};

/** The name of an array that has none. */
const DEFAULT_NAME = 'values';
/** Bytes of all columns of a row group, about: they are in memory while it is written. */
const ROW_GROUP_BYTES = 32 * 2 ** 20;
const MAX_ROW_GROUP_ROWS = 2 ** 20;

interface Column {
  readonly name: string;
  /** Little-endian. */
  readonly spec: ArraySpec;
  readonly element: SchemaElement;
  readonly items: RandomReader;
}

/**
 * Writes one-dimensional arrays of the same length as the columns of one file. A row group holds all columns, so that each array is
 * kept in a temporary file until `finish`.
 */
export async function createParquet(path: string, options: OutputOptions): Promise<DatasetsWriter> {
  return new ParquetColumns(path, await openFileTarget(path, options));
}

class ParquetColumns implements DatasetsWriter {
  readonly holdsMany = true;
  readonly #path: string;
  readonly #target: ByteTarget;
  readonly #columns: Column[] = [];

  constructor(path: string, target: ByteTarget) {
    this.#path = path;
    this.#target = target;
  }

  async write(
    { name = DEFAULT_NAME, spec }: NewDataset,
    source: PlainSource,
    options: OperationOptions,
  ): Promise<void> {
    const element = await this.#checkedElement(name, spec, source);
    const items = await temporaryCopy(canonicalPieces(source, spec, options), source.name);
    this.#columns.push({ name, element, spec: { ...spec, dtype: canonicalDtype(spec.dtype) }, items });
  }

  async #checkedElement(name: string, spec: ArraySpec, source: PlainSource): Promise<SchemaElement> {
    try {
      return this.#elementOf(name, spec);
    } catch (error) {
      await source.close?.();
      throw error;
    }
  }

  #elementOf(name: string, { dtype, shape }: ArraySpec): SchemaElement {
    const type = dtype.kind === 'scalar' ? TYPES[`${dtype.code}${dtype.itemsize}`] : undefined;
    if (type === undefined) {
      throw this.#refused(
        `'${name}' has the dtype ${dtypeStr(dtype)}, and columns are integers, booleans, float32 or float64`,
      );
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
    return { name, repetition_type: 'REQUIRED', ...type };
  }

  #refused(what: string): ArgumentError {
    return new ArgumentError(`'${this.#path}' cannot be written as Parquet: ${what}`, { file: this.#path });
  }

  async finish(): Promise<number> {
    const bytes = new ByteWriter();
    const flush = async (): Promise<void> => {
      await this.#target.append(bytes.getBytes());
      bytes.index = 0;
    };
    const root: SchemaElement = { name: 'root', num_children: this.#columns.length };
    const writer = new ParquetWriter({ writer: bytes, schema: [root, ...this.#columns.map(({ element }) => element)] });
    const rows = this.#columns[0]?.spec.shape[0] ?? 0;
    const groupRows = rowsOfGroup(this.#columns);
    for (let start = 0; start < rows; start += groupRows) {
      const end = Math.min(rows, start + groupRows);
      const columnData = await Promise.all(this.#columns.map((column) => columnSource(column, start, end)));
      await writer.write({ columnData, rowGroupSize: end - start });
      await flush();
    }
    await writer.finish();
    await flush();
    const { offset } = bytes;
    await this.#closeColumns();
    await this.#target.commit();
    return offset;
  }

  async abort(): Promise<void> {
    await this.#closeColumns();
    await this.#target.discard();
  }

  async #closeColumns(): Promise<void> {
    for (const { items } of this.#columns.splice(0)) await items.close();
  }
}

function rowsOfGroup(columns: readonly Column[]): number {
  const rowBytes = columns.reduce((sum, { spec }) => sum + spec.dtype.itemsize, 0);
  return Math.max(1, Math.min(MAX_ROW_GROUP_ROWS, Math.floor(ROW_GROUP_BYTES / Math.max(1, rowBytes))));
}

/**
 * The items [start, end) as the writer takes them. Floats have no dictionary: it would keep one of 0.0 and -0.0, and one NaN of all.
 */
async function columnSource({ name, spec, element, items }: Column, start: number, end: number): Promise<ColumnSource> {
  const { itemsize } = spec.dtype;
  const bytes = await items.readAt(start * itemsize, (end - start) * itemsize);
  const values = typedArrayOf({ bytes, dtype: spec.dtype, shape: [end - start], order: 'C' });
  if (values === undefined) throw new TypeError('a column of a dtype without a typed array');
  if (element.type === 'BOOLEAN') return { name, data: Array.from(bytes, (byte) => byte !== 0) };
  const isFloat = element.type === 'FLOAT' || element.type === 'DOUBLE';
  if (isFloat) return { name, data: values as Float32Array | Float64Array, encoding: 'PLAIN' }; // as the element says
  // Of 32 bits, the writer takes unsigned numbers from a list only.
  if (element.type === 'INT32') return { name, data: Array.from(values, Number) };
  return { name, data: values as BigInt64Array | BigUint64Array }; // what is left of TYPES
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
