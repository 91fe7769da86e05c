import { type PythonArray, readingScript } from '../../../shared/commands/python-reading.js';
import type { MemberFacts } from '../../../shared/contract/files.js';
import { sentence } from '../../../shared/errors/contract-error.js';
import { ArgumentError, FormatError, isBloscpackError } from '../../../shared/format/errors.js';
import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { temporaryCopy } from '../../engine/io/temporary-copy.js';
import type { BloscPlaces } from '../../exchange/blosc-places.js';
import type { ArrayFormat, Dataset, DatasetEntry } from '../../exchange/dataset.js';
import { formatAt } from '../../exchange/find-arrays.js';
import type { OpenOrder } from '../document.js';
import { arrayFacts } from './array-facts.js';
import { copiedArray, type OpenedArray, requireRoom } from './copied-array.js';

/** Formats whose arrays are found only by reading all of the file. */
const READ_AS_A_WHOLE: ReadonlySet<string> = new Set(['csv', 'joblib']);
/** Most bytes of a file that is read as a whole when it is opened. */
const MAX_WHOLE_BYTES = 2 ** 28;
/** Most arrays that are listed; a file may hold a million. */
const MAX_LISTED = 10_000;

/** Formats that the Inspector opens by itself. */
const OWN_FORMATS: ReadonlySet<string> = new Set(['bloscpack', 'npy', 'npz']);

/** The format of a file of arrays that is no container, `.npy` or `.npz`; undefined for other files. */
export async function otherFormatOf(path: string): Promise<ArrayFormat | undefined> {
  try {
    const format = await formatAt(path);
    return format && !OWN_FORMATS.has(format.id) ? format : undefined;
  } catch (error) {
    if (isBloscpackError(error)) return undefined;
    throw error;
  }
}

/** Whether any bytes can look like the format: a file that holds none of its arrays is then plain bytes. */
export function isGuess({ id }: ArrayFormat): boolean {
  return READ_AS_A_WHOLE.has(id);
}

/** The arrays of a file, in its order; `name` is undefined for an array that is all of the file. */
export interface ListedArrays {
  readonly members: readonly MemberFacts[];
  /** The only array, where it has no name. */
  readonly only: boolean;
  /** A notice in a sentence: that not all are listed. */
  readonly notice?: string;
}

/** Throws FormatError for a damaged file, ArgumentError for one that is too large to be read when it is opened. */
export async function listFormat(format: ArrayFormat, path: string, sizeBytes: number): Promise<ListedArrays> {
  if (isGuess(format) && sizeBytes > MAX_WHOLE_BYTES) {
    throw new ArgumentError(
      `this ${format.label} file is larger than ${MAX_WHOLE_BYTES / 2 ** 20} MiB and would have to be read as a whole: use 'blpk convert'`,
      { file: path, expected: MAX_WHOLE_BYTES, found: sizeBytes },
    );
  }
  const members: MemberFacts[] = [];
  for await (const entry of format.list(path, {})) {
    if (entry.name === undefined && entry.spec !== undefined) return { members: [], only: true };
    if (members.length === MAX_LISTED)
      return { members, only: false, notice: `Only the first ${MAX_LISTED} arrays are listed.` };
    members.push(memberFacts(entry));
  }
  return { members, only: false };
}

/** An array as it is listed; one that cannot be read has the reason. */
export function memberFacts({ name = '', spec, reason }: DatasetEntry): MemberFacts {
  if (!spec) return { name, sizeBytes: 0, problem: sentence(reason ?? 'it is no array of numbers') };
  return { name, sizeBytes: arrayNbytes(spec), array: arrayFacts(spec) };
}

/** An array of a file, with the script that reads it in Python. */
export interface FormatArray extends OpenedArray {
  readonly python: string | undefined;
  /** Its stored chunks, where they are Blosc's. */
  readonly places: BloscPlaces | undefined;
}

/**
 * Opens an array; its items are decoded into a temporary file when the first value is read. Throws as `ArrayFormat.open` does. Closing
 * stops a copy that is under way.
 */
export async function openFormatArray(
  format: ArrayFormat,
  { path, file }: OpenOrder,
  name: string | undefined,
): Promise<FormatArray> {
  const dataset = await format.open(path, name, {});
  return closingOnError(dataset, async () => {
    const python = await scriptOf(format, { path, name, isFolder: file.isFolder === true }, dataset);
    const stop = new AbortController();
    const copied = copiedArray(dataset.spec, 0, () => copyItems(dataset, stop.signal));
    return {
      array: copied.array,
      python,
      places: dataset.places,
      async close() {
        stop.abort();
        await copied.close();
        await dataset.close();
      },
    };
  });
}

async function copyItems(dataset: Dataset, signal: AbortSignal) {
  const { name } = dataset;
  const expected = arrayNbytes(dataset.spec);
  await requireRoom(`'${name}'`, expected);
  const source = await dataset.read({ signal });
  try {
    const reader = await temporaryCopy(source.pieces(), name);
    return await closingOnError(reader, async () => {
      await source.requireUnchanged?.();
      await dataset.requireUnchanged();
      if (reader.sizeBytes === expected) return reader;
      const found = reader.sizeBytes;
      throw new FormatError('truncated', `'${name}' has ${found} bytes instead of ${expected}`, { expected, found });
    });
  } finally {
    await source.close?.();
  }
}

interface ArrayPlace {
  readonly path: string;
  readonly name: string | undefined;
  readonly isFolder: boolean;
}

async function scriptOf({ id, list }: ArrayFormat, { path, name, isFolder }: ArrayPlace, { chunks }: Dataset) {
  const array: PythonArray = {
    formatId: id,
    path,
    ...(name !== undefined && { name }),
    isBlosc: typeof chunks !== 'string',
    isFolder,
  };
  if (id !== 'csv' || name === undefined || !/^\d+$/.test(name)) return readingScript(array);
  const names: (string | undefined)[] = [];
  for await (const entry of list(path, {})) names.push(entry.name);
  const isHeaderless = names.every((one, index) => one === String(index));
  return readingScript({ ...array, column: { index: names.indexOf(name), isHeaderless } });
}
