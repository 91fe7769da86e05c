import type { OperationOptions } from '../engine/operation.js';
import { joinArrayName } from './array-name.js';
import type { Dataset, DatasetEntry } from './dataset.js';
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

/** The arrays that a name stands for. Their file is opened once, and closed behind the last one, or when no more are asked for. */
export async function* openableArrays(
  { format, path, name: asked }: FoundArrays,
  options: OperationOptions,
): AsyncGenerator<OpenableArray, void, undefined> {
  const file = await format.openFile(path, options);
  try {
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
