import { ascii } from '../../../shared/format/bytes.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openSourceReader } from '../../engine/io/file-reader.js';
import { listedFile, readingBy } from '../array-file.js';
import { columnDataset } from '../column-dataset.js';
import type { ArrayFormat } from '../dataset.js';
import { ArrowFile } from './arrow-file.js';
import { badArrow } from './bad-arrow.js';
import { fileContent, MAGIC } from './metadata/file-content.js';
import { startsAsStream, streamContent } from './metadata/stream-content.js';
import { createArrow } from './write/arrow-writer.js';

/** Feather 1, before 2020, is another format. */
const FEATHER_1 = 'FEA1';

/**
 * Arrow IPC files, which Feather 2 is another name of: each column of numbers, booleans, dates or times is an array. Nulls of floats are
 * NaN, of times NaT.
 */
export const arrow: ArrayFormat = {
  id: 'arrow',
  label: 'Arrow',
  endings: ['.arrow', '.feather'],
  recognises: async ({ head }) => startsWith(head, MAGIC) || startsWith(head, FEATHER_1),
  ...reading(async (reader) => {
    const head = await reader.readAt(0, Math.min(FEATHER_1.length, reader.sizeBytes));
    if (startsWith(head, FEATHER_1))
      throw badArrow(reader.name, 'it is of Feather version 1: write it again as version 2');
    return fileContent(reader);
  }),
  create: (path, options) => createArrow(path, 'file', options),
};

/** Arrow IPC streams. */
export const arrowStream: ArrayFormat = {
  id: 'arrow-stream',
  label: 'Arrow stream',
  endings: ['.arrows'],
  recognises: async ({ head, sizeBytes }) => startsAsStream(head, sizeBytes),
  ...reading(streamContent),
  create: (path, options) => createArrow(path, 'stream', options),
};

function startsWith(head: Uint8Array, magic: string): boolean {
  return ascii(head.subarray(0, magic.length)) === magic;
}

function reading(readContent: Parameters<typeof ArrowFile.open>[1]): ReturnType<typeof readingBy> {
  return readingBy(async (path, options) => {
    const reader = await openSourceReader(path);
    const file = await closingOnError(reader, () => ArrowFile.open(reader, readContent, options));
    return listedFile(path, file.columns, {
      open: (column) =>
        columnDataset(reader, column, {
          attributes: file.attributes(column),
          chunks: 'it is stored in record batches of Arrow',
          pieces: (reading) => file.pieces(column, reading),
        }),
      close: () => reader.close(),
    });
  });
}
