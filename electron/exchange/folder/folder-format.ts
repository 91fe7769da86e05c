import { mkdir, opendir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { joinArrayName } from '../../../shared/commands/array-name.js';
import { ArgumentError, isBloscpackError } from '../../../shared/format/errors.js';
import { UsedNames } from '../../engine/arrays/npz-directory.js';
import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { AtomicFolder } from '../../engine/io/atomic-folder.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { readingBy } from '../array-file.js';
import { CONTAINER_FORMAT } from '../container/container-format.js';
import type { ArrayFormat, Dataset, DatasetEntry, DatasetsWriter, NewDataset } from '../dataset.js';
import { NPY_FORMAT } from '../numpy/npy-format.js';
import { requireChosen } from '../single-array.js';

/** A folder with a container for each array; `/` in a name is a folder in it. */
export const CONTAINERS_FOLDER = folderOf(CONTAINER_FORMAT, '.blp');

/** A folder with a `.npy` file for each array. */
export const NPY_FOLDER = folderOf(NPY_FORMAT, '.npy');

/** Deepest folder that is searched. */
const MAX_DEPTH = 32;

function folderOf(file: ArrayFormat, suffix: string): ArrayFormat {
  const { create, chunkRules } = file;
  return {
    id: `${suffix.slice(1)}-folder`,
    label: `folder of ${suffix}`,
    endings: [],
    recognises: async ({ path, isFolder }) => isFolder && (await hasAny(filesIn(path, suffix, {}))),
    ...readingBy(async (path) => ({
      async *list(options) {
        for await (const name of filesIn(path, suffix, options))
          yield await entryOf(file, path, { name, suffix }, options);
      },
      open: (name, options) => openInFolder(file, path, { name, suffix }, options),
      close: async () => undefined,
    })),
    ...(create && {
      create: (path, options) =>
        createFolderWriter(path, { suffix, create, takesChunks: chunkRules !== undefined }, options),
      ...(chunkRules && { chunkRules }),
    }),
  };
}

async function hasAny(names: AsyncIterable<string>): Promise<boolean> {
  for await (const _ of names) return true;
  return false;
}

/** The names of the files below a folder without `suffix`, sorted in each folder; hidden ones and links are left out. */
async function* filesIn(
  path: string,
  suffix: string,
  { signal }: OperationOptions,
  below = '',
  depth = 0,
): AsyncGenerator<string, void, undefined> {
  if (depth > MAX_DEPTH) return;
  const entries = await entriesOf(join(path, below));
  for (const { name, isFolder, isFile } of entries) {
    throwIfCancelled(signal);
    if (name.startsWith('.')) continue;
    if (isFolder) yield* filesIn(path, suffix, { ...(signal && { signal }) }, `${below}${name}/`, depth + 1);
    else if (isFile && name.endsWith(suffix)) yield `${below}${name.slice(0, -suffix.length)}`;
  }
}

interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isFile: boolean;
}

async function entriesOf(path: string): Promise<readonly FolderEntry[]> {
  const found: FolderEntry[] = [];
  await withIoErrors('read', path, async () => {
    for await (const entry of await opendir(path)) {
      found.push({ name: entry.name, isFolder: entry.isDirectory(), isFile: entry.isFile() });
    }
  });
  return found.sort((one, other) => (one.name < other.name ? -1 : 1));
}

interface FileName {
  readonly name: string;
  readonly suffix: string;
}

async function entryOf(
  file: ArrayFormat,
  path: string,
  { name, suffix }: FileName,
  options: OperationOptions,
): Promise<DatasetEntry> {
  try {
    const dataset = await file.open(join(path, `${name}${suffix}`), undefined, options);
    await dataset.close();
    return { name, spec: dataset.spec };
  } catch (error) {
    if (!isBloscpackError(error) || (error.kind !== 'format' && error.kind !== 'argument')) throw error;
    return { name, spec: undefined, reason: error.message };
  }
}

async function openInFolder(
  file: ArrayFormat,
  path: string,
  { name, suffix }: { readonly name: string | undefined; readonly suffix: string },
  options: OperationOptions,
): Promise<Dataset> {
  const chosen = name?.replace(/^\//, '') ?? (await onlyName(path, suffix, options));
  if (chosen.split('/').some((part) => part === '' || part === '.' || part === '..')) {
    throw new ArgumentError(`'${chosen}' names no array in the folder '${path}'`, { file: path });
  }
  const dataset = await file.open(join(path, `${chosen}${suffix}`), undefined, options);
  return { ...dataset, name: joinArrayName({ path, name: chosen }) };
}

async function onlyName(path: string, suffix: string, options: OperationOptions): Promise<string> {
  const names: string[] = [];
  for await (const name of filesIn(path, suffix, options)) {
    names.push(name);
    if (names.length > 2) break;
  }
  return requireChosen(path, names);
}

interface FolderFiles {
  readonly suffix: string;
  readonly create: NonNullable<ArrayFormat['create']>;
  readonly takesChunks: boolean;
}

/** Arrays are written to a hidden folder one after the other, each a complete file. */
async function createFolderWriter(
  path: string,
  { suffix, create, takesChunks }: FolderFiles,
  options: OutputOptions,
): Promise<DatasetsWriter> {
  const folder = await AtomicFolder.create(path, options);
  const names = new UsedNames(process.platform, suffix);
  let sizeBytes = 0;
  const addFile = async (array: NewDataset, add: (writer: DatasetsWriter) => Promise<void>): Promise<void> => {
    const filePath = join(folder.path, names.fileNameOf(array.name ?? UNNAMED));
    await withIoErrors('write', path, () => mkdir(dirname(filePath), { recursive: true }));
    const writer = await create(filePath, options.from ? { from: options.from } : {});
    try {
      await add(writer);
      sizeBytes += await writer.finish();
    } catch (error) {
      await writer.abort();
      throw error;
    }
  };
  return {
    holdsMany: true,
    write: (array, source, writeOptions) => addFile(array, (writer) => writer.write(array, source, writeOptions)),
    ...(takesChunks && {
      writeChunks: (array, facts, chunks, writeOptions) =>
        addFile(array, async (writer) => writer.writeChunks?.(array, facts, chunks, writeOptions)),
    }),
    async finish() {
      await folder.commit();
      return sizeBytes;
    },
    abort: () => folder.discard(),
  };
}

/** An array that was given no name. */
const UNNAMED = 'array';
