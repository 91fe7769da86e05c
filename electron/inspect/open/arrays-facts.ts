import type { ArraysFacts, FileFacts, FileKind } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { ArrayFormat } from '../../exchange/dataset.js';
import { formatAt } from '../../exchange/find-arrays.js';

/** Most arrays that are counted; a file may hold a million. */
const MAX_COUNTED = 1000;
/** Most bytes of a file of a format that has to be read as a whole for it. */
const MAX_WHOLE_BYTES = 2 ** 20;

/** Formats with a kind of their own, whose arrays are found from parts of the file. The others are texts and pickles. */
const KINDS: Readonly<Record<string, FileKind>> = { hdf5: 'hdf5', zarr: 'zarr', zarr3: 'zarr', parquet: 'parquet' };
/** The kinds of files that are described by their own heads. */
const OTHERS: ReadonlySet<string> = new Set(['bloscpack', 'npy', 'npz']);

/** What a file of another format is, and holds. */
export type OtherFileFacts = Pick<FileFacts, 'kind' | 'arrays'>;

/** The arrays of a file of another format; undefined when it is none. Throws IoError when it cannot be read. */
export async function readArraysFacts(path: string, sizeBytes: number): Promise<OtherFileFacts | undefined> {
  const format = await formatAt(path);
  if (!format || OTHERS.has(format.id)) return undefined;
  const kind = KINDS[format.id];
  if (kind) return { kind, arrays: await countOf(format, path) };
  const arrays = sizeBytes > MAX_WHOLE_BYTES ? { format: format.label } : await countOf(format, path);
  // Any text may look like a table, and any compressed bytes like a pickle.
  return arrays.problem === undefined && arrays.count !== 0 ? { kind: 'raw', arrays } : undefined;
}

/** A damaged file has its format and the reason. */
async function countOf(format: ArrayFormat, path: string): Promise<ArraysFacts> {
  let count = 0;
  let listed = 0;
  try {
    for await (const { spec } of format.list(path, {})) {
      if (spec) count++;
      if (++listed === MAX_COUNTED) return { format: format.label, count, isMore: true };
    }
    return { format: format.label, count };
  } catch (error) {
    return { format: format.label, problem: toContractError(error).message };
  }
}
