import { listedFile, readingBy } from '../array-file.js';
import { columnDataset } from '../column-dataset.js';
import type { ArrayFile, ArrayFormat } from '../dataset.js';
import { MAGIC, ParquetFile } from './parquet-file.js';
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
    open: (column) =>
      columnDataset(file.reader, column, {
        chunks: 'it is stored in pages of Parquet',
        pieces: (options) => file.pieces(column, options),
      }),
    close: () => file.reader.close(),
  });
}
