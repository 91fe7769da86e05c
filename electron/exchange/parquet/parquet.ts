import { joinArrayName } from '../../../shared/commands/array-name.js';
import { listedFile, readingBy } from '../array-file.js';
import type { ArrayFile, ArrayFormat, Dataset } from '../dataset.js';
import { datasetSourceFacts } from '../dataset-source.js';
import { MAGIC, type ParquetColumn, ParquetFile } from './parquet-file.js';
import { createParquet } from './parquet-writer.js';

/** Parquet files: each column of numbers, booleans, dates or times is an array. Nulls of floats are NaN, of times NaT. */
export const parquet: ArrayFormat = {
  id: 'parquet',
  label: 'Parquet',
  endings: ['.parquet'],
  recognises: async ({ head }) => Buffer.from(head.subarray(0, MAGIC.length)).toString('latin1') === MAGIC,
  ...readingBy(openParquet),
  create: createParquet,
};

async function openParquet(path: string): Promise<ArrayFile> {
  const file = await ParquetFile.open(path);
  return listedFile(path, file.columns, {
    open: (column) => datasetOf(file, column),
    close: () => file.reader.close(),
  });
}

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
    close: async () => undefined,
  };
}
