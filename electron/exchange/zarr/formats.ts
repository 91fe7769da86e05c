import type { ArrayFormat } from '../dataset.js';
import { hasRootKey, listZarr, openZarr, ROOT_KEYS } from './open-zarr.js';

/** Zarr, version 2: a folder or zip archive with a file for each chunk. It opens stores of version 3 too. */
export const zarr: ArrayFormat = {
  id: 'zarr',
  label: 'Zarr',
  endings: ['.zarr', '.zarr.zip'],
  recognises: (found) => hasRootKey(found, ROOT_KEYS[2]),
  list: listZarr,
  open: openZarr,
};

/** Zarr, version 3. Stores of both versions have the same endings, so that this one is asked for by its id, or by its own ending. */
export const zarr3: ArrayFormat = {
  id: 'zarr3',
  label: 'Zarr 3',
  endings: ['.zarr3', '.zarr3.zip'],
  recognises: (found) => hasRootKey(found, ROOT_KEYS[3]),
  list: listZarr,
  open: openZarr,
};
