import { stat } from 'node:fs/promises';
import { ArgumentError, isBloscpackError } from '../../../shared/format/errors.js';
import { contentOf } from '../../engine/arrays/array-or-bytes.js';
import { openAddress } from '../../engine/io/address-opener.js';
import { withIoErrors } from '../../engine/io/io-error.js';
import type { OperationOptions } from '../../engine/operation.js';
import type { ArrayFile, DatasetEntry, FoundPath } from '../dataset.js';
import { V2_KEYS } from './metadata/v2.js';
import { V3_KEY } from './metadata/v3.js';
import { type ArrayNode, arrayOf, readNode, walkArrays } from './nodes.js';
import { AddressStore } from './store/address-store.js';
import { FolderStore } from './store/folder-store.js';
import { keyOfName, type ZarrStore } from './store/store.js';
import { ZipStore } from './store/zip-store.js';
import { ZarrDataset } from './zarr-dataset.js';

const HEAD_BYTES = 16;

/** What stands in the root of a store of each version. */
export const ROOT_KEYS = { 2: [V2_KEYS.array, V2_KEYS.group], 3: [V3_KEY] } as const;

/** A folder or zip archive. Throws IoError when it cannot be read, FormatError for a damaged archive. */
async function openStore(path: string): Promise<ZarrStore> {
  if (await isArchiveAt(path)) return ZipStore.open(path);
  const onServer = AddressStore.at(path);
  if (onServer) return onServer;
  const isFolder = (await withIoErrors('read', path, () => stat(path))).isDirectory();
  return isFolder ? FolderStore.open(path) : ZipStore.open(path);
}

/** Whether it is the address of an archive. Where there is no file, there may be those of a store, whose addresses begin so. */
async function isArchiveAt(address: string): Promise<boolean> {
  const reader = await openAddress(address).catch(() => undefined);
  if (!reader) return false;
  try {
    return contentOf(await reader.readAt(0, Math.min(HEAD_BYTES, reader.sizeBytes))) === 'zip';
  } finally {
    await reader.close();
  }
}

/** Whether a folder, or a zip archive, has one of the keys in its root. */
export async function hasRootKey({ path, isFolder, head }: FoundPath, keys: readonly string[]): Promise<boolean> {
  if (!isFolder && contentOf(head) !== 'zip') return false;
  try {
    const store = await openStore(path);
    try {
      for (const key of keys) {
        const value = await store.open(key);
        await value?.close();
        if (value) return true;
      }
      return false;
    } finally {
      await store.close();
    }
  } catch (error) {
    if (isBloscpackError(error)) return false;
    throw error;
  }
}

/** As `ArrayFormat.openFile`. */
export async function openZarrFile(path: string): Promise<ArrayFile> {
  const store = await openStore(path);
  return {
    list: (options) => listArrays(store, options),
    async open(name, options) {
      const node = name === undefined ? await onlyArray(store, options) : await namedArray(store, name);
      return ZarrDataset.open(node.key === '' ? path : `${path}::/${node.key}`, store, node);
    },
    close: () => store.close(),
  };
}

async function* listArrays(store: ZarrStore, options: OperationOptions): AsyncGenerator<DatasetEntry, void, undefined> {
  for await (const node of walkArrays(store, options)) {
    const name = node.key === '' ? undefined : `/${node.key}`;
    if (node.kind === 'unreadable') yield { name, spec: undefined, reason: node.reason };
    else yield { name, ...specOrReason(store, node) };
  }
}

function specOrReason(store: ZarrStore, node: ArrayNode): Omit<DatasetEntry, 'name'> {
  try {
    return { spec: arrayOf(store, node).spec };
  } catch (error) {
    if (isBloscpackError(error)) return { spec: undefined, reason: error.message };
    throw error;
  }
}

async function namedArray(store: ZarrStore, name: string): Promise<ArrayNode> {
  const node = await readNode(store, keyOfName(name));
  if (node?.kind === 'array') return node;
  const what = node ? 'is a group' : 'does not exist';
  throw new ArgumentError(`'${store.name}' has no array '${name}': it ${what}`, { file: store.name, found: name });
}

/** Names that are given in a message. */
const SHOWN_NAMES = 20;

async function onlyArray(store: ZarrStore, options: OperationOptions): Promise<ArrayNode> {
  const found: ArrayNode[] = [];
  for await (const node of walkArrays(store, options)) {
    if (node.kind === 'array') found.push(node);
    if (found.length > SHOWN_NAMES) break;
  }
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  const names = found.slice(0, SHOWN_NAMES).map(({ key }) => `/${key}`);
  const more = found.length > SHOWN_NAMES ? ', ..' : '';
  const listed = names.length === 0 ? 'it has none' : `choose one: ${names.join(', ')}${more}`;
  throw new ArgumentError(`'${store.name}' does not have just one array, ${listed}`, { file: store.name });
}
