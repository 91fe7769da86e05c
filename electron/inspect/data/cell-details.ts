import type { CellDetails } from '../../../shared/contract/inspect/data.js';
import { ArgumentError } from '../../../shared/format/errors.js';
import { readElement } from '../../../shared/format/numpy/values.js';
import { byteOfIndex } from '../../engine/arrays/strides.js';
import { type OpenDocument, requireArray } from '../document.js';
import type { DocumentCall } from '../inspect-service.js';
import { hexText } from './byte-text.js';
import { CUT, exactText } from './exact-text.js';
import { floatBits } from './float-bits.js';
import { chosenLeaf, leavesOf } from './leaves.js';
import { decimalText } from './number-text.js';
import { isDamage } from './shared-reads.js';

/** Most bytes of a single value that are read and shown. */
const MAX_VALUE_BYTES = 16 * 1024;

/** One value: its text, bits and place. Throws ArgumentError for an index out of bounds, and the error of a damaged chunk. */
export const cellDetails: DocumentCall<'inspect.cell'> = async (document, { index, field }) => {
  const access = requireArray(document);
  const { spec } = access;
  requireInside(spec.shape, index);
  const leaves = leavesOf(spec.dtype);
  const leaf = chosenLeaf(leaves, field ?? 0);
  const itemByte = byteOfIndex(spec, index);
  const byteInData = itemByte + leaf.offset;
  const shownBytes = Math.min(leaf.dtype.itemsize, MAX_VALUE_BYTES);
  const bytes = await access.readBytes(byteInData, byteInData + shownBytes);
  const bits = floatBits(leaf.dtype, bytes);
  const exact = exactText(leaf.dtype, bytes, 0, MAX_VALUE_BYTES);
  const decimal = bits && decimalText(Number(readElement(leaf.dtype, bytes, 0)));
  return {
    index,
    exact,
    ...(decimal !== undefined && decimal !== exact.replace(/\.0$/, '') && { decimal }),
    hex: hexText(bytes) + (shownBytes < leaf.dtype.itemsize ? CUT : ''),
    ...(bits && { bits }),
    elementIndex: spec.dtype.itemsize === 0 ? 0 : itemByte / spec.dtype.itemsize,
    byteInData,
    ...(await placeOf(document, byteInData, index, leaf.offset)),
  };
};

function requireInside(shape: readonly number[], index: readonly number[]): void {
  if (index.length !== shape.length) {
    throw new ArgumentError(`expected an index for each of the ${shape.length} axes, but found ${index.length}`, {
      expected: shape.length,
      found: index.length,
    });
  }
  index.forEach((item, axis) => {
    const length = shape[axis] ?? 0;
    if (item >= length) throw new ArgumentError(`index ${item} is out of bounds for axis ${axis} with ${length} items`);
  });
}

/** Chunk and block of a byte; only the chunk if its header cannot be read. */
async function placeOf(
  { array, chunks }: OpenDocument,
  byteInData: number,
  index: readonly number[],
  leafOffset: number,
): Promise<Pick<CellDetails, 'chunkIndex' | 'byteInChunk' | 'blockIndex' | 'chunkRatio'>> {
  const chunk = array?.chunkAt(byteInData);
  const item = chunks?.chunkOf?.(index);
  const place = chunk
    ? { chunkIndex: chunk.chunkIndex, byteInChunk: byteInData - chunk.startByte }
    : item && { chunkIndex: item.chunkIndex, byteInChunk: item.byteInChunk + leafOffset };
  if (!place || !chunks || (await chunks.placeOf?.(place.chunkIndex))?.headless) return place ?? {};
  try {
    const { byteInChunk } = place;
    const { blosc } = await chunks.chunk(place.chunkIndex);
    const blockIndex = Math.floor(byteInChunk / Math.max(1, blosc.blocksize));
    return { ...place, blockIndex, chunkRatio: blosc.nbytes / blosc.ctbytes };
  } catch (error) {
    if (isDamage(error)) return place;
    throw error;
  }
}
