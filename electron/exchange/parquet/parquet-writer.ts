import type { SchemaElement } from 'hyparquet';
import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer';
import { typedArrayOf } from '../../engine/arrays/ndarray.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { type ByteTarget, openFileTarget } from '../../engine/io/byte-target.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import type { DatasetsWriter, NewDataset } from '../dataset.js';
import { columnItems, type KeptColumn, KeptColumns } from '../kept-columns.js';

type StoredType = Pick<SchemaElement, 'type' | 'converted_type'>;

/** Parquet's types by numpy's. Small integers are stored as 32 bits, with a note. */
const TYPES: Readonly<Record<string, StoredType>> = {
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

const COLUMN_TYPES = { label: 'Parquet', types: TYPES, inWords: 'integers, booleans, float32 or float64' };

/** Writes one-dimensional arrays of the same length as the columns of one file. */
export async function createParquet(path: string, options: OutputOptions): Promise<DatasetsWriter> {
  return new ParquetColumns(path, await openFileTarget(path, options));
}

class ParquetColumns implements DatasetsWriter {
  readonly holdsMany = true;
  readonly #target: ByteTarget;
  readonly #kept: KeptColumns<StoredType>;

  constructor(path: string, target: ByteTarget) {
    this.#target = target;
    this.#kept = new KeptColumns(path, COLUMN_TYPES);
  }

  write(array: NewDataset, source: PlainSource, options: OperationOptions): Promise<void> {
    return this.#kept.add(array, source, options);
  }

  async finish(): Promise<number> {
    const { columns } = this.#kept;
    const bytes = new ByteWriter();
    const flush = async (): Promise<void> => {
      await this.#target.append(bytes.getBytes());
      bytes.index = 0;
    };
    const root: SchemaElement = { name: 'root', num_children: columns.length };
    const writer = new ParquetWriter({ writer: bytes, schema: [root, ...columns.map(elementOf)] });
    for (const { start, end } of this.#kept.groups()) {
      const columnData = await Promise.all(columns.map((column) => columnSource(column, start, end)));
      await writer.write({ columnData, rowGroupSize: end - start });
      await flush();
    }
    await writer.finish();
    await flush();
    const { offset } = bytes;
    await this.#kept.close();
    await this.#target.commit();
    return offset;
  }

  async abort(): Promise<void> {
    await this.#kept.close();
    await this.#target.discard();
  }
}

function elementOf({ name, type }: KeptColumn<StoredType>): SchemaElement {
  return { name, repetition_type: 'REQUIRED', ...type };
}

/**
 * The items [start, end) as the writer takes them. Floats have no dictionary: it would keep one of 0.0 and -0.0, and one NaN of all.
 */
async function columnSource(column: KeptColumn<StoredType>, start: number, end: number): Promise<ColumnSource> {
  const { name, spec, type } = column;
  const bytes = await columnItems(column, start, end);
  const values = typedArrayOf({ bytes, dtype: spec.dtype, shape: [end - start], order: 'C' });
  if (values === undefined) throw new TypeError('a column of a dtype without a typed array');
  if (type.type === 'BOOLEAN') return { name, data: Array.from(bytes, (byte) => byte !== 0) };
  const isFloat = type.type === 'FLOAT' || type.type === 'DOUBLE';
  if (isFloat) return { name, data: values as Float32Array | Float64Array, encoding: 'PLAIN' }; // as the type says
  // Of 32 bits, the writer takes unsigned numbers from a list only.
  if (type.type === 'INT32') return { name, data: Array.from(values, Number) };
  return { name, data: values as BigInt64Array | BigUint64Array }; // what is left of TYPES
}
