import type { FileFacts, FileKind, MemberFacts } from '../../../shared/contract/files.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import type { ArrayFormat } from '../../exchange/dataset.js';
import { storeFormatAt } from '../../exchange/find-arrays.js';
import { arrayFacts } from './array-facts.js';
import { memberFacts, otherFormatOf } from './format-arrays.js';

/** Most arrays that are listed; a file may hold a million. */
const MAX_LISTED = 1000;
/** Most bytes of a file of a format that has to be read as a whole for it. */
const MAX_WHOLE_BYTES = 2 ** 20;

/** Formats with a kind of their own, whose arrays are found from parts of the file. The others are texts and pickles. */
const KINDS: Readonly<Record<string, FileKind>> = {
  hdf5: 'hdf5',
  zarr: 'zarr',
  zarr3: 'zarr',
  parquet: 'parquet',
  arrow: 'arrow',
  'arrow-stream': 'arrow',
  bcolz: 'bcolz',
};

/** What a file or folder of another format is, and holds. */
export type OtherFileFacts = Pick<FileFacts, 'kind' | 'arrays' | 'members' | 'array'>;

/** What to describe: a file of so many bytes, or a folder. */
export interface OtherFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly isFolder: boolean;
}

/** The arrays of a file or store of another format; undefined when it is none. Throws IoError when it cannot be read. */
export async function readArraysFacts({ path, sizeBytes, isFolder }: OtherFile): Promise<OtherFileFacts | undefined> {
  const format = await (isFolder ? storeFormatAt(path) : otherFormatOf(path));
  if (!format) return undefined;
  const kind = KINDS[format.id];
  if (kind) return { kind, ...(await listedArrays(format, path)) };
  const arrays = sizeBytes > MAX_WHOLE_BYTES ? { format: format.label } : (await listedArrays(format, path)).arrays;
  // Any text may look like a table, and any compressed bytes like a pickle.
  return arrays?.problem === undefined && arrays?.count !== 0 ? { kind: 'raw', ...(arrays && { arrays }) } : undefined;
}

/** A damaged file has its format and the reason. */
async function listedArrays(format: ArrayFormat, path: string): Promise<Omit<OtherFileFacts, 'kind'>> {
  const members: MemberFacts[] = [];
  let isMore = false;
  try {
    for await (const entry of format.list(path, {})) {
      if (entry.name === undefined && entry.spec) {
        return { arrays: { format: format.label, count: 1 }, array: arrayFacts(entry.spec) };
      }
      members.push(memberFacts(entry));
      isMore = members.length === MAX_LISTED;
      if (isMore) break;
    }
    const count = members.filter(({ array }) => array).length;
    return {
      arrays: { format: format.label, count, ...(isMore && { isMore }) },
      ...(count > 0 && { members }),
    };
  } catch (error) {
    return { arrays: { format: format.label, problem: toContractError(error).message } };
  }
}
