import type { ArrayFacts } from './array-files.js';
import { loadExchange } from './load-exchange.js';
import { isFolder } from './paths.js';

/** The arrays of a file or folder. */
export interface ListedArrays {
  /** As people call the format: `HDF5`; undefined for those of numpy. */
  readonly format?: string;
  readonly arrays: readonly ArrayFacts[];
}

/**
 * Lists the arrays of a file that is neither a container nor one of numpy's, or of a folder that is a store of arrays; undefined where
 * there are none. Loads the formats.
 */
export async function otherArrays(path: string, signal: AbortSignal): Promise<ListedArrays | undefined> {
  const { formatAt, listArrays, storeFormatAt } = loadExchange();
  const format = await (isFolder(path) ? storeFormatAt(path) : formatAt(path));
  if (!format || format.id === 'npz') return undefined;
  const arrays: ArrayFacts[] = [];
  for await (const { name, spec, reason } of listArrays({ format, path, name: undefined }, { signal })) {
    arrays.push({ ...(name !== undefined && { name }), ...(spec ? { spec } : { problem: reason ?? 'no array' }) });
  }
  return { format: format.label, arrays };
}
