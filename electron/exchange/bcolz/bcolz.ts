import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { joinArrayName } from '../../../shared/commands/array-name.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { listedFile, readingBy } from '../array-file.js';
import type { ArrayFile, ArrayFormat, DatasetEntry } from '../dataset.js';
import { openCarray, readCarrayLayout, SIZES_FILE, STORAGE_FILE, smallText } from './carray.js';
import { parseColumnNames } from './carray-layout.js';
import { StampedFiles } from './stamped-files.js';

/** In the folder of a ctable. */
const COLUMNS_FILE = '__rootdirs__';

/** Folders that bcolz has written: an array (carray), or a table (ctable) whose columns are folders with arrays. */
export const bcolz: ArrayFormat = {
  id: 'bcolz',
  label: 'bcolz',
  endings: ['.bcolz'],
  async recognises({ path, isFolder }) {
    return isFolder && ((await isTable(path)) || (await isCarray(path)));
  },
  ...readingBy(openFolder),
};

async function openFolder(path: string, options: OperationOptions): Promise<ArrayFile> {
  return listedFile(path, await places(path, options), {
    open: ({ folder, name }) => openCarray(folder, joinArrayName({ path, name })),
  });
}

interface Place extends DatasetEntry {
  readonly folder: string;
}

async function places(path: string, options: OperationOptions): Promise<readonly Place[]> {
  const files = await StampedFiles.in(path);
  if (!(await isTable(path))) {
    return [{ folder: path, name: undefined, spec: (await readCarrayLayout(files, path)).spec }];
  }
  const columns: Place[] = [];
  for (const name of parseColumnNames(await smallText(files, join(path, COLUMNS_FILE)))) {
    throwIfCancelled(options.signal);
    const folder = join(path, name);
    columns.push({ folder, ...(await columnEntry(files, folder, name)) });
  }
  return columns;
}

async function columnEntry(files: StampedFiles, folder: string, name: string): Promise<DatasetEntry> {
  try {
    return { name, spec: (await readCarrayLayout(files, folder)).spec };
  } catch (error) {
    if (!isBloscpackError(error)) throw error;
    return { name, spec: undefined, reason: error.message };
  }
}

function isTable(path: string): Promise<boolean> {
  return isFile(join(path, COLUMNS_FILE));
}

async function isCarray(path: string): Promise<boolean> {
  return (await isFile(join(path, SIZES_FILE))) && (await isFile(join(path, STORAGE_FILE)));
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}
