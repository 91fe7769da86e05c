import type { Content } from '../engine/arrays/array-or-bytes.js';
import type { ArrayFacts } from './array-files.js';
import { loadExchange } from './load-exchange.js';

/** The arrays of a file of a format that is neither a container nor one of numpy's. */
export interface OtherArrays {
  /** As people call the format: `HDF5`. */
  readonly format: string;
  readonly arrays: readonly ArrayFacts[];
}

/** Formats that this program reads without the exchange of formats. */
const OWN_FORMATS: ReadonlySet<string> = new Set(['bloscpack', 'npy', 'npz', 'blp-folder', 'npy-folder']);

/** Lists the arrays in such a file, or in a folder that is a store of arrays (`content` undefined); undefined for anything else. */
export async function otherArrays(
  path: string,
  content: Content | undefined,
  signal: AbortSignal,
): Promise<OtherArrays | undefined> {
  if (content === 'container' || content === 'npy') return undefined;
  const { formatAt, listArrays } = loadExchange();
  const format = await formatAt(path);
  if (!format || OWN_FORMATS.has(format.id)) return undefined;
  const arrays: ArrayFacts[] = [];
  for await (const { name, spec, reason } of listArrays({ format, path, name: undefined }, { signal })) {
    arrays.push({ ...(name !== undefined && { name }), ...(spec ? { spec } : { problem: reason ?? 'no array' }) });
  }
  return { format: format.label, arrays };
}
