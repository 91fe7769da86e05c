import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FormatError } from '../../../shared/format/errors.js';
import type { RandomReader } from '../../engine/io/random-reader.js';

const PIECE_BYTES = 256 * 1024;
/** Longer lines are refused: a quote that is never closed would take the whole file. */
const MAX_RECORD_LETTERS = 4 * 2 ** 20;

const DELIMITERS = [',', '\t', ';'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiter that the first line has most of; a comma where it has none. */
export function delimiterOf(firstLine: string): Delimiter {
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The first line of the file, as far as it lies in the first piece. */
export async function firstLine(reader: RandomReader): Promise<string> {
  const head = await reader.readAt(0, Math.min(PIECE_BYTES, reader.sizeBytes));
  return Buffer.from(head).toString('utf8').split(/\r?\n/, 1)[0] ?? '';
}

/**
 * The rows of a file with commas, tabs or semicolons, quoted as in RFC 4180, one after the other; empty lines are left out. Throws
 * FormatError('bad-csv') with the line for a row of another length than the first one, and for quotes that do not fit.
 */
export async function* csvRecords(
  reader: RandomReader,
  delimiter: Delimiter,
): AsyncGenerator<readonly string[], void, undefined> {
  const parser = parse({
    bom: true,
    delimiter,
    trim: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_LETTERS,
  });
  // The error comes from the loop below.
  const records: AsyncIterable<readonly string[]> = pipeline(Readable.from(pieces(reader)), parser, () => undefined);
  try {
    yield* records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const what = `${error.message.slice(0, 1).toLowerCase()}${error.message.slice(1, 200)}`;
    throw new FormatError('bad-csv', `'${reader.name}' cannot be read: ${what}`, { file: reader.name }, error);
  }
}

async function* pieces(reader: RandomReader): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < reader.sizeBytes; at += PIECE_BYTES) {
    yield await reader.readAt(at, Math.min(PIECE_BYTES, reader.sizeBytes - at));
  }
}
