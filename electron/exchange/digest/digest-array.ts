import { arrayNbytes } from '../../../shared/format/numpy/array-metadata.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import { readInCOrder } from '../c-order.js';
import { canonicalItems } from '../canonical-items.js';
import type { Dataset } from '../dataset.js';
import { wholeItems } from '../whole-items.js';
import { ValuesHash } from './values-hash.js';

export interface DigestOptions extends OperationOptions {
  /** Items in F order are brought into C order so many bytes at a time, with one reading of the array each. Default 256 MiB. */
  readonly windowBytes?: number;
}

/**
 * The fingerprint of the values, 64 hexadecimal digits (see `ValuesHash`): it depends on dtype, shape and items, and not on the file's
 * format, chunks, codec, order or byte order. Throws what reading the array throws, and FormatError('bad-metadata') when there are
 * more or fewer bytes than dtype and shape need.
 */
export async function digestArray(dataset: Dataset, { windowBytes, ...options }: DigestOptions = {}): Promise<string> {
  const { spec } = dataset;
  const hash = await ValuesHash.create(spec);
  const totalBytes = arrayNbytes(spec);
  let doneBytes = 0;
  const addItems = async (): Promise<void> => {
    for await (const items of wholeItems(await readInCOrder(dataset, options, windowBytes), spec)) {
      throwIfCancelled(options.signal);
      hash.add(canonicalItems(spec.dtype, items));
      doneBytes += items.byteLength;
      options.onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
    }
  };
  // After a failure too, which a change may have caused.
  await addItems().finally(() => dataset.requireUnchanged());
  return hash.finish();
}
