import { ArgumentError } from '../../../shared/format/errors.js';
import type { Dtype } from '../../../shared/format/numpy/dtype.js';
import { dtypeOfText } from '../../../shared/format/numpy/dtype-parse.js';
import { formatElement, readElement } from '../../../shared/format/numpy/values.js';
import { readSample } from './raw-sample.js';

/** Larger items are refused, so that a dtype cannot make the host read any number of bytes. */
const MAX_ITEM_BYTES = 2 ** 20;

/** The first items of the bytes, as numpy prints them; fewer than `count` if the bytes end. */
export function firstValues(bytes: Uint8Array, dtype: Dtype, count: number): readonly string[] {
  const whole = dtype.itemsize === 0 ? 0 : Math.floor(bytes.byteLength / dtype.itemsize);
  return Array.from({ length: Math.min(count, whole) }, (_, index) =>
    formatElement(dtype, readElement(dtype, bytes, index * dtype.itemsize)),
  );
}

/** The first values of a file read as a dtype. Throws FormatError for an unknown dtype, ArgumentError for one that is too large. */
export async function previewValues(
  path: string,
  { skipBytes, descr, count }: { readonly skipBytes: number; readonly descr: string; readonly count: number },
): Promise<readonly string[]> {
  const dtype = dtypeOfText(descr);
  if (dtype.itemsize > MAX_ITEM_BYTES) {
    throw new ArgumentError(`items of ${dtype.itemsize} bytes are too large to be shown`, {
      expected: MAX_ITEM_BYTES,
      found: dtype.itemsize,
    });
  }
  return firstValues(await readSample(path, skipBytes, count * dtype.itemsize), dtype, count);
}
