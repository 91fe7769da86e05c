import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Action, FileFacts, FileId, FileKind } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { npyExtent, readNpyHeader } from '../../engine/arrays/npy-head.js';
import { openFileReader } from '../../engine/io/file-reader.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import type { RandomReader } from '../../engine/io/random-reader.js';
import { npyArrayFacts } from '../../inspect/open/array-facts.js';
import { readNpzFacts } from '../../inspect/open/npz-facts.js';
import { mapConcurrently } from '../concurrency.js';
import { displayFolder, type FileRegistry } from '../files/file-registry.js';
import type { Inspection } from '../inspection.js';
import { readContainerFacts } from './container-facts.js';
import { describeRemote } from './describe-remote.js';

/** More would not be faster on a local disk, and many more would use up the file descriptors. */
const FILES_AT_ONCE = 16;

/** The most likely action is first. */
const ACTIONS = {
  npy: ['compress', 'inspect', 'compare'],
  npz: ['compress', 'inspect', 'compare'],
  container: ['decompress', 'inspect', 'compare'],
  hdf5: ['compress', 'inspect'],
  zarr: ['compress', 'inspect'],
  parquet: ['compress', 'inspect'],
  arrow: ['compress', 'inspect'],
  bcolz: ['compress', 'inspect'],
  raw: ['compress', 'inspect', 'compare'],
  folder: [],
  // A damaged file can be inspected as far as it parses; a missing one cannot.
  unreadable: ['inspect'],
} as const satisfies Record<FileKind, readonly Action[]>;

type HeadFacts = Pick<FileFacts, 'array' | 'container' | 'members'>;

/**
 * Facts of files, in order, read only from their heads; those of other formats by the inspector's thread, which has their readers. An
 * unknown id gives an unreadable file.
 */
export function describeFiles(inspection: Inspection, ids: readonly FileId[]): Promise<FileFacts[]> {
  return mapConcurrently(ids, FILES_AT_ONCE, (id) => describeFile(inspection, id));
}

/** Never rejects: a file that cannot be read is described as unreadable. */
export async function describeFile(inspection: Inspection, id: FileId): Promise<FileFacts> {
  const { registry, inspector } = inspection;
  const remote = registry.addresses.find(id);
  if (remote) return describeRemote(inspection, id, remote.address);
  let place: Place = { id, name: '', folder: '' };
  let stats: Stats | undefined;
  try {
    const path = registry.path(id);
    place = placeOf(registry, id, path);
    stats = await withIoErrors('read', path, () => stat(path));
    if (stats.isDirectory()) return await describeFolder(inspector, path, place, stats);
    const described = registry.described.find(id, stats);
    if (described) {
      const { relativeFolder: _before, ...facts } = described;
      return { ...facts, ...place };
    }
    const facts = await describeContent(inspector, path, place, stats);
    // What is in a container depends on the journal beside it, too.
    if (facts.kind !== 'container') registry.described.add(id, stats, facts);
    return facts;
  } catch (error) {
    return { ...factsOf('unreadable', place, stats), problem: toContractError(error) };
  }
}

type Place = Pick<FileFacts, 'id' | 'name' | 'folder' | 'relativeFolder'>;

function placeOf(registry: FileRegistry, id: FileId, path: string): Place {
  const relativeFolder = registry.relativeFolder(id);
  return {
    id,
    name: basename(path) || path,
    folder: displayFolder(dirname(path)),
    ...(relativeFolder !== undefined && { relativeFolder }),
  };
}

function factsOf(kind: FileKind, place: Place, stats: Stats | undefined): FileFacts {
  const isFile = stats?.isFile() ?? false;
  return {
    ...place,
    kind,
    sizeBytes: isFile ? (stats?.size ?? 0) : 0,
    modifiedMs: Math.floor(stats?.mtimeMs ?? 0),
    actions: kind === 'unreadable' && !isFile ? [] : ACTIONS[kind],
  };
}

/** A folder of files, or one store of arrays, of which nothing but its arrays can be compressed. */
async function describeFolder(
  inspector: Inspection['inspector'],
  path: string,
  place: Place,
  stats: Stats,
): Promise<FileFacts> {
  const store = await inspector.call('other-file', { path, sizeBytes: 0, isFolder: true });
  if (!store) return factsOf('folder', place, stats);
  const hasArrays = store.array !== undefined || store.members !== undefined;
  return {
    ...factsOf(store.kind, place, stats),
    ...store,
    isFolder: true,
    ...(!hasArrays && { actions: ['inspect'] }),
  };
}

/** Describes the opened file: the reader refuses devices and pipes without waiting for them. */
async function describeContent(
  inspector: Inspection['inspector'],
  path: string,
  place: Place,
  stats: Stats,
): Promise<FileFacts> {
  const reader = await openFileReader(path);
  try {
    const kind = kindOf(await reader.readAt(0, Math.min(MAGIC_BYTES, reader.sizeBytes)));
    const file = { path, sizeBytes: reader.sizeBytes, isFolder: false };
    const other = IS_PERHAPS_OTHER[kind] ? await inspector.call('other-file', file) : undefined;
    if (other) return { ...factsOf(other.kind, place, stats), ...other };
    return { ...factsOf(kind, place, stats), ...(await HEADS[kind](reader, path)) };
  } finally {
    await reader.close();
  }
}

const HEADS = {
  raw: async () => ({}),
  hdf5: async () => ({}),
  container: readContainerFacts,
  npz: async (_reader, path) => ({ members: await readNpzFacts(path) }),
  npy: async (reader, path) => {
    const header = await readNpyHeader((length) => reader.readAt(0, length), reader.sizeBytes, path);
    npyExtent(header, reader.sizeBytes, path);
    return { array: npyArrayFacts(header) };
  },
} as const satisfies Record<MagicKind, (reader: RandomReader, path: string) => Promise<HeadFacts>>;

/** Bytes from the start of a file that determine its kind. */
const MAGIC_BYTES = 8;

type MagicKind = Extract<FileKind, 'container' | 'npy' | 'npz' | 'hdf5' | 'raw'>;

/** Kinds that may be a format of `electron/exchange`: a zip archive may be a Zarr store, and text a table. */
const IS_PERHAPS_OTHER = {
  container: false,
  npy: false,
  npz: true,
  hdf5: true,
  raw: true,
} as const satisfies Record<MagicKind, boolean>;

const MAGICS: readonly { readonly kind: MagicKind; readonly bytes: readonly number[] }[] = [
  { kind: 'container', bytes: [0x62, 0x6c, 0x70, 0x6b] }, // `blpk`
  { kind: 'npy', bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] }, // `\x93NUMPY`
  { kind: 'npz', bytes: [0x50, 0x4b, 0x03, 0x04] }, // `PK\x03\x04`
  { kind: 'npz', bytes: [0x50, 0x4b, 0x05, 0x06] }, // the end of a zip archive, with which an empty one begins
  { kind: 'hdf5', bytes: [0x89, 0x48, 0x44, 0x46] }, // `\x89HDF`
];

/** The kind by the first bytes, independent of the name; `raw` if unknown, also for an empty file. */
function kindOf(head: Uint8Array): MagicKind {
  return MAGICS.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte))?.kind ?? 'raw';
}
