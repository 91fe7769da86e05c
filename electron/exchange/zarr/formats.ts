import type { OutputOptions } from '../../engine/io/atomic-file.js';
import { readingBy } from '../array-file.js';
import type { ArrayFormat, DatasetsWriter } from '../dataset.js';
import { zarrDtype } from './metadata/v2-dtype.js';
import { hasRootKey, openZarrFile, ROOT_KEYS } from './open-zarr.js';
import { newFolderStore, newZipStore } from './store/new-store.js';
import { ZarrWriter, zarrChunkRules } from './zarr-writer.js';

/** Zarr, version 2: a folder or zip archive with a file for each chunk. It opens stores of version 3 too. */
export const zarr: ArrayFormat = {
  id: 'zarr',
  label: 'Zarr',
  endings: ['.zarr', '.zarr.zip'],
  recognises: (found) => hasRootKey(found, ROOT_KEYS[2]),
  ...readingBy(openZarrFile),
  create: (path, options) => create(path, options, 2),
  chunkRules: zarrChunkRules(2),
  requireDtype: (dtype) => void zarrDtype(dtype),
};

/** Zarr, version 3. Stores of both versions have the same endings, so that this one is asked for by its id, or by its own ending. */
export const zarr3: ArrayFormat = {
  id: 'zarr3',
  label: 'Zarr 3',
  endings: ['.zarr3', '.zarr3.zip'],
  recognises: (found) => hasRootKey(found, ROOT_KEYS[3]),
  ...readingBy(openZarrFile),
  create: (path, options) => create(path, options, 3),
  chunkRules: zarrChunkRules(3),
};

/** A zip archive where the name says so, else a folder. */
async function create(path: string, options: OutputOptions, version: 2 | 3): Promise<DatasetsWriter> {
  const store = await (/\.zip$/i.test(path) ? newZipStore(path, options) : newFolderStore(path, options));
  return new ZarrWriter(store, version);
}
