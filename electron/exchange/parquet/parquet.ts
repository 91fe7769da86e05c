import { joinArrayName } from '../array-name.js';
import { chosenEntry } from '../choose-entry.js';
import type { ArrayFormat, Dataset, DatasetEntry } from '../dataset.js';
import { datasetSourceFacts } from '../dataset-source.js';
import { MAGIC, type ParquetColumn, ParquetFile } from './parquet-file.js';
import { createParquet } from './parquet-writer.js';

/** Parquet files: each column of numbers, booleans, dates or times is an array. Nulls of floats are NaN, of times NaT. */
export const parquet: ArrayFormat = {
  id: 'parquet',
  label: 'Parquet',
  endings: ['.parquet'],
  recognises: async ({ head }) => Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC,
  async *list(path): AsyncGenerator<DatasetEntry> {
    const file = await ParquetFile.open(path);
    try {
      yield* file.columns;
    } finally {
      await file.reader.close();
    }
  },
  async open(path, name) {
    const file = await ParquetFile.open(path);
    try {
      return datasetOf(file, chosenEntry(path, name, file.columns));
    } catch (error) {
      await file.reader.close();
      throw error;
    }
  },
  create: createParquet,
};

function datasetOf(file: ParquetFile, column: ParquetColumn): Dataset {
  const { reader } = file;
  const { spec } = column;
  if (spec === undefined) throw new TypeError('a column that cannot be read was chosen');
  const name = joinArrayName({ path: reader.name, name: column.name });
  return {
    name,
    spec,
    attributes: new Map(),
    chunks: 'it is stored in pages of Parquet',
    read: async (options) => ({
      name,
      ...datasetSourceFacts(spec),
      pieces: () => file.pieces(column, options),
      requireUnchanged: () => reader.requireUnchanged(),
    }),
    requireUnchanged: () => reader.requireUnchanged(),
    close: () => reader.close(),
  };
}
