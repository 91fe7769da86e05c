import type { JsonValue } from '../../shared/format/json.js';
import { type ArrayFacts, arrayRecord, readArrayFacts } from './array-files.js';
import type { CommandContext } from './context.js';
import { loadExchange } from './load-exchange.js';
import { isFolder } from './paths.js';
import type { RandomInput } from './random-input.js';

/** The arrays of a file or folder. */
export interface ListedArrays {
  /** As people call the format: `HDF5`; undefined for those of numpy. */
  readonly format?: string;
  readonly arrays: readonly ArrayFacts[];
  /** There are more, which are not listed. */
  readonly isMore?: true;
}

/** Of one file, for commands that keep something of each array until their end: it may hold a million. */
export const MAX_ARRAYS = 2 ** 16;

/** Most arrays of a file that are listed. */
const MAX_LISTED = 25_000;

/**
 * The arrays of a file that is no container, or the one of a `.npz` file that `member` names; undefined where there are none. The
 * reader stays open.
 */
export async function arraysOf(
  file: string,
  input: RandomInput,
  { signal, member }: { readonly signal: AbortSignal; readonly member?: string | undefined },
): Promise<ListedArrays | undefined> {
  const { content } = input;
  if (content === 'container') return undefined;
  if (content === 'other') return otherArrays(file, signal);
  const arrays = await readArrayFacts(input, member);
  // An archive without arrays of numpy may be a store of Zarr.
  const hasNone = content === 'zip' && arrays.every(({ spec, problem }) => spec === undefined && problem === undefined);
  return (hasNone ? await otherArrays(file, signal) : undefined) ?? { arrays };
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
    if (arrays.length === MAX_LISTED) return { format: format.label, arrays, isMore: true };
    arrays.push({ ...(name !== undefined && { name }), ...(spec ? { spec } : { problem: reason ?? 'no array' }) });
  }
  return { format: format.label, arrays };
}

/** Says on standard error what is not in a list of arrays. */
export function noteUnlisted(file: string, { arrays, isMore }: ListedArrays, { report }: CommandContext): void {
  if (arrays.length === 0) report.notice(`'${file}' holds no array`);
  if (isMore) report.notice(`'${file}' holds more than ${MAX_LISTED} arrays: the others are not listed`);
}

/** A file or folder, whose size is known for a file. */
export interface ListedFile {
  readonly name: string;
  readonly sizeBytes?: number;
}

/** What is in a file, for JSON. */
export function listedRecord({ name, sizeBytes }: ListedFile, { format, arrays, isMore }: ListedArrays): JsonValue {
  return {
    file: name,
    ...(sizeBytes !== undefined && { file_size: sizeBytes }),
    ...(format !== undefined && { format }),
    arrays: arrays.map(arrayRecord),
    ...(isMore && { more: true }),
  };
}
