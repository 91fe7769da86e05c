import { joinArrayName } from '../../shared/commands/array-name.js';
import { ArgumentError } from '../../shared/format/errors.js';
import type { OperationOptions } from '../engine/operation.js';
import type { ArrayFile, Dataset, DatasetEntry } from './dataset.js';
import { arraysIn, type FoundArrays } from './find-arrays.js';

/** An array of a file that is open; with a reason when it cannot be read, which `open` throws as an error. */
export interface OpenableArray extends Pick<DatasetEntry, 'name'> {
  /** As the user names it: `run.h5::/group/x`. */
  readonly full: string;
  readonly reason: string | undefined;
  /** Until the next array is asked for. The caller closes it. */
  readonly open: () => Promise<Dataset>;
  /** The same at any time. */
  readonly reopen: () => Promise<Dataset>;
}

export interface OpenableOptions extends OperationOptions {
  /** Where something is kept of each array: throw ArgumentError, before the first one, when there are more. */
  readonly maxArrays?: number;
}

/** The arrays that a name stands for. Their file is opened once, and closed behind the last one, or when no more are asked for. */
export async function* openableArrays(
  { format, path, name: asked }: FoundArrays,
  options: OpenableOptions,
): AsyncGenerator<OpenableArray, void, undefined> {
  const file = await format.openFile(path, options);
  try {
    if (asked === undefined) await requireFew(file, path, options);
    for await (const { name, spec, reason = 'it is no array of numbers' } of arraysIn(file, asked, options)) {
      yield {
        name,
        full: joinArrayName({ path, name }),
        reason: spec ? undefined : reason,
        open: () => file.open(name, options),
        reopen: () => format.open(path, name, options),
      };
    }
  } finally {
    await file.close();
  }
}

/** A file may hold a million arrays. */
async function requireFew(file: ArrayFile, path: string, options: OpenableOptions): Promise<void> {
  const { maxArrays = Number.POSITIVE_INFINITY } = options;
  if (maxArrays === Number.POSITIVE_INFINITY) return;
  let count = 0;
  for await (const _ of file.list(options)) {
    if (++count <= maxArrays) continue;
    const message = `'${path}' holds more than ${maxArrays} arrays: name one, as in '${joinArrayName({ path, name: 'name' })}'`;
    throw new ArgumentError(message, { file: path, expected: maxArrays });
  }
}
