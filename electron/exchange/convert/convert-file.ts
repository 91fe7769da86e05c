import { ArgumentError } from '../../../shared/format/errors.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { closingOnError } from '../../engine/io/close-file.js';
import type { Dataset } from '../dataset.js';
import { formatAt } from '../find-arrays.js';
import { formatByEnding } from '../output-target.js';
import { type ConvertedArray, type ConvertOptions, convertArrays } from './convert.js';

export interface ConvertFileOptions extends ConvertOptions {
  /** The array of the file that is meant; default: the only one. */
  readonly member?: string | undefined;
  /** Called when the source has been opened, before anything is read of its items. `chunks` is 0 where their number is not known. */
  readonly onOpened?: (facts: { readonly spec: ArraySpec; readonly chunks: number }) => void;
}

/** The array, and the size in bytes of the output. */
export interface ConvertedFile extends ConvertedArray {
  readonly storedBytes: number;
  /** As people call the format of the output. */
  readonly formatLabel: string;
}

/**
 * Converts an array of a file into a new file or folder, whose ending says its format. Throws ArgumentError for an ending of no
 * format, and as `convertArrays` does.
 */
export async function convertFile(
  sourcePath: string,
  targetPath: string,
  options: ConvertFileOptions,
): Promise<ConvertedFile> {
  const [source, target] = [await formatAt(sourcePath), formatByEnding(targetPath)];
  if (!source) throw new ArgumentError(`'${sourcePath}' holds no array`, { file: sourcePath });
  if (!target) throw new ArgumentError(`the name '${targetPath}' does not say a format`, { file: targetPath });
  const reopen = () => source.open(sourcePath, options.member, options);
  const open = async (): Promise<Dataset> => {
    const dataset = await reopen();
    const { spec, chunks } = dataset;
    return closingOnError(dataset, async () => {
      options.onOpened?.({ spec, chunks: typeof chunks === 'string' ? 0 : itemCount(chunks.grid.counts) });
      return dataset;
    });
  };
  const input = { name: sourcePath, open, reopen, target: undefined };
  const { arrays, storedBytes } = await convertArrays([input], target, targetPath, options);
  const [array] = arrays;
  if (!array) throw new TypeError('no array was converted');
  return { ...array, storedBytes, formatLabel: target.label };
}
