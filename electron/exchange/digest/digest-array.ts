import { type ArraySpec, arrayNbytes, itemCount } from '../../../shared/format/numpy/array-metadata.js';
import { requireWholeArray } from '../../engine/arrays/container-array.js';
import { type OperationOptions, throwIfCancelled } from '../../engine/operation.js';
import type { PlainSource } from '../../engine/pack/plain/plain-source.js';
import { COrderWindow } from './c-order-window.js';
import { canonicalItems } from './canonical-items.js';
import { ValuesHash } from './values-hash.js';

/** An array that is open for reading, and its bytes in memory order. */
export interface ArraySource {
  readonly spec: ArraySpec;
  readonly bytes: PlainSource;
}

/** Opens an array, as often as it is called. The caller closes it. */
export type OpenArray = (options: OperationOptions) => Promise<ArraySource>;

export interface DigestOptions extends OperationOptions {
  /** Items in F order are brought into C order so many bytes at a time, with one reading of the array each. Default 256 MiB. */
  readonly windowBytes?: number;
}

/**
 * The fingerprint of the values, 64 hexadecimal digits (see `ValuesHash`): it depends on dtype, shape and items, and not on the file's
 * format, chunks, codec, order or byte order. Throws what reading the array throws, and FormatError('bad-metadata') when there are
 * more or fewer bytes than dtype and shape need.
 */
export async function digestArray(open: OpenArray, options: DigestOptions = {}): Promise<string> {
  const array = await open(options);
  try {
    const hash = await ValuesHash.create(array.spec);
    const added = isReordered(array.spec)
      ? addReordered(hash, array.spec, open, options)
      : addItems(hash, array, options);
    // Of the file that was opened first, so that all readings were of the same; after a failure too, which a change may have caused.
    await added.finally(() => array.bytes.requireUnchanged?.());
    return hash.finish();
  } finally {
    await array.bytes.close?.();
  }
}

/** Whether C order is another one: with fewer than two axes longer than 1 both are the same. */
function isReordered({ order, shape }: ArraySpec): boolean {
  return order === 'F' && !shape.includes(0) && shape.filter((length) => length > 1).length > 1;
}

async function addItems(hash: ValuesHash, { spec, bytes }: ArraySource, options: OperationOptions): Promise<void> {
  let doneBytes = 0;
  const totalBytes = arrayNbytes(spec);
  for await (const items of wholeItems(bytes, spec)) {
    throwIfCancelled(options.signal);
    hash.add(canonicalItems(spec.dtype, items));
    doneBytes += items.byteLength;
    options.onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
  }
}

async function addReordered(
  hash: ValuesHash,
  spec: ArraySpec,
  open: OpenArray,
  { windowBytes = 2 ** 28, ...options }: DigestOptions,
): Promise<void> {
  const [items, totalBytes] = [itemCount(spec.shape), arrayNbytes(spec)];
  const step = Math.max(1, Math.floor(windowBytes / Math.max(1, spec.dtype.itemsize)));
  for (let startItem = 0; startItem < items; startItem += step) {
    const window = new COrderWindow(spec, { startItem, endItem: Math.min(items, startItem + step) });
    const { bytes } = await open(options);
    try {
      for await (const part of wholeItems(bytes, spec)) {
        throwIfCancelled(options.signal);
        window.add(part);
      }
    } finally {
      await bytes.close?.();
    }
    hash.add(canonicalItems(spec.dtype, window.bytes));
    const doneBytes = startItem * spec.dtype.itemsize + window.bytes.byteLength;
    options.onProgress?.({ doneBytes, totalBytes, chunksDone: 0 });
  }
}

/** The bytes in pieces of whole items, as many as the array has. */
async function* wholeItems(source: PlainSource, spec: ArraySpec): AsyncGenerator<Uint8Array, void, undefined> {
  const { itemsize } = spec.dtype;
  const nbytes = arrayNbytes(spec);
  const requireAtMost = (bytes: number): void => {
    if (bytes > nbytes) requireWholeArray({ spec, nbytes }, bytes);
  };
  let arrivedBytes = 0;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const piece of source.pieces()) {
    arrivedBytes += piece.byteLength;
    requireAtMost(arrivedBytes);
    const items = rest.byteLength === 0 ? piece : Buffer.concat([rest, piece]);
    const endByte = itemsize === 0 ? 0 : items.byteLength - (items.byteLength % itemsize);
    if (endByte > 0) yield items.subarray(0, endByte);
    // A copy: the piece is valid only until the next one is requested.
    rest = new Uint8Array(items.subarray(endByte));
  }
  requireWholeArray({ spec, nbytes }, arrivedBytes);
}
