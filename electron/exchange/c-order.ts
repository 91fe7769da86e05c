import { type ArraySpec, arrayNbytes, itemCount } from '../../shared/format/numpy/array-metadata.js';
import { type OperationOptions, throwIfCancelled, withoutProgress } from '../engine/operation.js';
import type { PlainSource } from '../engine/pack/plain/plain-source.js';
import { COrderWindow } from './c-order-window.js';
import type { Dataset } from './dataset.js';
import { wholeItems } from './whole-items.js';

/** Items are brought into C order so many bytes at a time, with one reading of the array each. */
const WINDOW_BYTES = 2 ** 28;

/** Whether C order is another one: with fewer than two axes longer than 1 both are the same. */
export function isReordered({ order, shape }: Pick<ArraySpec, 'order' | 'shape'>): boolean {
  return order === 'F' && !shape.includes(0) && shape.filter((length) => length > 1).length > 1;
}

/**
 * The items of an array in C order. An array in F order is read once for each `windowBytes`, and reports its progress, since its pieces
 * are far apart; otherwise that is for the one who takes the pieces.
 */
export async function readInCOrder(
  dataset: Dataset,
  options: OperationOptions,
  windowBytes: number = WINDOW_BYTES,
): Promise<PlainSource> {
  const { spec, name } = dataset;
  if (!isReordered(spec)) return dataset.read(withoutProgress(options));
  return {
    name,
    sizeBytes: arrayNbytes(spec),
    itemsize: spec.dtype.itemsize,
    pieces: () => reordered(dataset, options, windowBytes),
    requireUnchanged: () => dataset.requireUnchanged(),
  };
}

async function* reordered(
  dataset: Dataset,
  options: OperationOptions,
  windowBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { spec } = dataset;
  const items = itemCount(spec.shape);
  const totalBytes = arrayNbytes(spec);
  const step = Math.max(1, Math.floor(windowBytes / Math.max(1, spec.dtype.itemsize)));
  for (let startItem = 0; startItem < items; startItem += step) {
    const window = new COrderWindow(spec, { startItem, endItem: Math.min(items, startItem + step) });
    const source = await dataset.read(withoutProgress(options));
    let readBytes = 0;
    for await (const part of wholeItems(source, spec)) {
      throwIfCancelled(options.signal);
      window.add(part);
      readBytes += part.byteLength;
      const ofWindow = Math.floor((readBytes / totalBytes) * window.bytes.byteLength);
      const doneBytes = startItem * spec.dtype.itemsize + ofWindow;
      options.onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
    }
    yield window.bytes;
  }
}
