import { packBytesToBytes } from '../../../../electron/engine/pack/convenience.js';
import type { PackOptions } from '../../../../electron/engine/pack/pack.js';
import { type ArrayOrder, arrayMetadata } from '../../../../shared/format/numpy/array-metadata.js';
import { parseDtype } from '../../../../shared/format/numpy/dtype-parse.js';

export const ITEM_BYTES = 4;

/** `count` 32-bit integers; the value of each is its position in memory. */
export function countedItems(count: number): Uint8Array {
  return new Uint8Array(Uint32Array.from({ length: count }, (_, item) => item).buffer);
}

/** A container of an array of 32-bit integers that count up in memory order. */
export function packCountedItems(
  shape: readonly number[],
  order: ArrayOrder,
  options: PackOptions = {},
): Promise<Uint8Array> {
  const count = shape.reduce((product, length) => product * length, 1);
  const { dtype, ...rest } = arrayMetadata({ dtype: parseDtype("'<u4'"), shape, order });
  return packBytesToBytes(countedItems(count), { ...options, metadata: { dtype, ...rest } });
}

/** The numbers in bytes read from such a container. */
export function itemsIn(bytes: Uint8Array): readonly number[] {
  return [...new Uint32Array(bytes.slice().buffer)];
}
