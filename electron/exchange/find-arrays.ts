import { stat } from 'node:fs/promises';
import type { ArrayName } from '../../shared/commands/array-name.js';
import { ArgumentError } from '../../shared/format/errors.js';
import { addressWithin, openAddress } from '../engine/io/address-opener.js';
import { closeFile } from '../engine/io/close-file.js';
import { openRegularFile, readFully } from '../engine/io/file-reader.js';
import { withIoErrors } from '../engine/io/io-error.js';
import type { RandomReader } from '../engine/io/random-reader.js';
import type { OperationOptions } from '../engine/operation.js';
import type { ArrayFile, ArrayFormat, Dataset, DatasetEntry, FoundPath } from './dataset.js';
import { ARRAY_FORMATS, STORE_FORMATS } from './formats.js';
import { splitArrayName } from './split-array-name.js';

/** A path whose format is known, and the array in it that is meant; undefined: all, or the only one. */
export interface FoundArrays extends ArrayName {
  readonly format: ArrayFormat;
}

/**
 * What a name such as `run.h5::/group/x` or `x.blp` stands for; the format is recognised by content, whatever the path's ending. Throws
 * ArgumentError for a file or folder of no format that holds arrays, IoError when it cannot be read.
 */
export async function findArrays(text: string): Promise<FoundArrays> {
  const { path, name } = await splitArrayName(text);
  const format = await formatAt(path);
  if (format) return { format, path, name };
  const known = ARRAY_FORMATS.map(({ label }) => label).join(', ');
  throw new ArgumentError(`'${path}' holds no array: it is none of ${known}`, { file: path });
}

/** The format of a file or folder, by its content; undefined for one of no format that holds arrays. Throws IoError when it cannot be read. */
export async function formatAt(path: string): Promise<ArrayFormat | undefined> {
  const found = await examine(path);
  for (const format of ARRAY_FORMATS) if (await format.recognises(found)) return format;
  // A server may answer the address of a folder with a list for people.
  return addressWithin(path, '') === undefined ? undefined : storeFormatAt(path);
}

/** The format of a folder that is one store of arrays; undefined for a folder of files. Looks only at what is directly in it. */
export async function storeFormatAt(path: string): Promise<ArrayFormat | undefined> {
  const found = folderAt(path);
  for (const format of STORE_FORMATS) if (await format.recognises(found)) return format;
  return undefined;
}

function folderAt(path: string): FoundPath {
  return { path, isFolder: true, sizeBytes: 0, head: new Uint8Array(0) };
}

const HEAD_BYTES = 512;

async function examine(path: string): Promise<FoundPath> {
  const remote = await openAddress(path).catch((error: unknown) => orStore(path, error));
  if (remote) return 'readAt' in remote ? examineRemote(path, remote) : remote;
  const stats = await withIoErrors('read', path, () => stat(path));
  if (stats.isDirectory()) return folderAt(path);
  const { handle, sizeBytes } = await openRegularFile(path);
  try {
    const head = new Uint8Array(Math.min(HEAD_BYTES, sizeBytes));
    await readFully(handle, head, 0, path);
    return { path, isFolder: false, sizeBytes, head };
  } finally {
    await closeFile(handle);
  }
}

/** Servers know no folders, so that the address of a store is that of no file. Throws the error where there is none either. */
async function orStore(path: string, error: unknown): Promise<FoundPath> {
  if (addressWithin(path, '') !== undefined && (await storeFormatAt(path))) return folderAt(path);
  throw error;
}

/** A file on a server. */
async function examineRemote(path: string, reader: RandomReader): Promise<FoundPath> {
  const { sizeBytes } = reader;
  try {
    return { path, isFolder: false, sizeBytes, head: await reader.readAt(0, Math.min(HEAD_BYTES, sizeBytes)) };
  } finally {
    await reader.close();
  }
}

/** The arrays that a name stands for: the one behind `::`, else all of the file or folder. */
export async function* listArrays(
  { format, path, name }: FoundArrays,
  options: OperationOptions,
): AsyncGenerator<DatasetEntry, void, undefined> {
  const file = await format.openFile(path, options);
  try {
    yield* arraysIn(file, name, options);
  } finally {
    await file.close();
  }
}

/** As `listArrays`, of an open file. */
export async function* arraysIn(
  file: ArrayFile,
  name: string | undefined,
  options: OperationOptions,
): AsyncGenerator<DatasetEntry, void, undefined> {
  if (name === undefined) return yield* file.list(options);
  const dataset = await file.open(name, options);
  await dataset.close();
  yield { name, spec: dataset.spec };
}

/** Opens the one array that a name stands for. The caller closes it. Throws as `findArrays` and `ArrayFormat.open` do. */
export async function openArray(text: string, options: OperationOptions): Promise<Dataset> {
  const { format, path, name } = await findArrays(text);
  return format.open(path, name, options);
}
