import { joinArrayName } from '../../../shared/commands/array-name.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { closingOnError } from '../../engine/io/close-file.js';
import { openSourceReader } from '../../engine/io/file-reader.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { readingBy } from '../array-file.js';
import type { ArrayFormat, Dataset, DatasetEntry } from '../dataset.js';
import { requireChosen } from '../single-array.js';
import { type FoundObject, ObjectPaths, walkObjects } from './groups/find-objects.js';
import { Hdf5File } from './metadata/hdf5-file.js';
import type { Message } from './metadata/object-header.js';
import { findSuperblock, startsAsHdf5 } from './metadata/superblock.js';
import { type OpenHdf5, openDataset } from './read/open-dataset.js';
import { describeDataset, isDataset } from './read/stored-dataset.js';
import { datatypeMessage } from './write/datatype-message.js';
import { HDF5_CHUNK_RULES, Hdf5Writer } from './write/hdf5-writer.js';

/** HDF5 files; what others make of them (NetCDF-4, MATLAB 7.3, PyTables, AnnData) is read too. */
export const HDF5_FORMAT: ArrayFormat = {
  id: 'hdf5',
  label: 'HDF5',
  endings: ['.h5', '.hdf5'],
  async recognises({ path, isFolder, head, sizeBytes }) {
    if (isFolder) return false;
    return startsAsHdf5(head) || (sizeBytes > head.byteLength && hasUserBlock(path));
  },
  ...readingBy(async (path) => {
    const open = await openHdf5(path);
    const paths = new ObjectPaths(open.file);
    return {
      list: (options) => listDatasets(open.file, options),
      open: (name) => openNamed(open, paths, path, name),
      close: () => open.reader.close(),
    };
  }),
  create: (path, options) => Hdf5Writer.create(path, options),
  chunkRules: HDF5_CHUNK_RULES,
  requireDtype: (dtype) => void datatypeMessage(dtype),
};

async function* listDatasets(
  file: Hdf5File,
  { signal }: OperationOptions,
): AsyncGenerator<DatasetEntry, void, undefined> {
  for await (const found of walkObjects(file)) {
    throwIfCancelled(signal);
    const entry = await entryOf(file, found);
    if (entry) yield entry;
  }
}

async function openNamed(open: OpenHdf5, paths: ObjectPaths, path: string, name: string | undefined): Promise<Dataset> {
  const { path: found, messages } = name === undefined ? await onlyDataset(open.file) : await named(open, paths, name);
  const stored = await describeDataset(open.file, messages);
  const fullName = joinArrayName({ path, name: found });
  if (typeof stored !== 'string') return openDataset(open, fullName, stored, messages);
  throw new ArgumentError(`'${fullName}' cannot be read: ${stored}`, { file: path });
}

async function openHdf5(path: string): Promise<OpenHdf5> {
  const reader = await openSourceReader(path);
  return closingOnError(reader, async () => {
    return { file: await Hdf5File.open(reader), reader };
  });
}

async function hasUserBlock(path: string): Promise<boolean> {
  const reader = await openSourceReader(path);
  try {
    return (await findSuperblock(reader)) !== undefined;
  } finally {
    await reader.close();
  }
}

async function entryOf(file: Hdf5File, { path, messages }: FoundObject): Promise<DatasetEntry | undefined> {
  if (messages === undefined) {
    return { name: path, spec: undefined, reason: 'it is a link to another file, which is not followed' };
  }
  if (!isDataset(messages)) return undefined;
  const stored = await describeDataset(file, messages);
  if (typeof stored === 'string') return { name: path, spec: undefined, reason: stored };
  return { name: path, spec: { dtype: stored.dtype, shape: stored.space.shape, order: 'C' } };
}

interface FoundDataset {
  readonly path: string;
  readonly messages: readonly Message[];
}

async function named({ file }: OpenHdf5, paths: ObjectPaths, name: string): Promise<FoundDataset> {
  const messages = await paths.find(name);
  if (isDataset(messages)) return { path: name, messages };
  throw new ArgumentError(`'${name}' in '${file.name}' is a group, and no dataset`, { file: file.name, found: name });
}

/** So many names are in the message when there are several. */
const MAX_FOUND = 32;

/** Throws ArgumentError when there is not exactly one that can be read. */
async function onlyDataset(file: Hdf5File): Promise<FoundDataset> {
  const found = new Map<string, readonly Message[]>();
  for await (const { path, messages } of walkObjects(file)) {
    if (messages === undefined || !isDataset(messages)) continue;
    if (typeof (await describeDataset(file, messages)) !== 'string') found.set(path, messages);
    if (found.size === MAX_FOUND) break;
  }
  const path = requireChosen(file.name, [...found.keys()]);
  return { path, messages: found.get(path) ?? [] };
}
