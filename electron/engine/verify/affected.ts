import { type BloscpackHeader, plainSizeBytes } from '../../../shared/format/header.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';

/** The part of the data that a problem costs. Ranges are half-open. */
export interface Affected {
  /** Bytes of the uncompressed data. */
  readonly plainBytes?: { readonly startByte: number; readonly endByte: number };
  /**
   * Items of the array, counted in memory order: those with at least one byte in `plainBytes`. The item is that of the
   * array metadata where there are any, since only they know item sizes over 255; else the header's typesize (0 counts as 1).
   */
  readonly elements?: { readonly startItem: number; readonly endItem: number };
}

/** Translates chunks to bytes and items of the whole data. */
export class DataMap {
  /** Plain bytes in all; undefined when the header does not say, or more than a number holds. */
  readonly totalBytes: number | undefined;
  readonly #itemBytes: number;
  readonly #items: number;

  constructor(header: BloscpackHeader, array?: ArraySpec) {
    const total = plainSizeBytes(header);
    this.totalBytes = total !== undefined && total <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(total) : undefined;
    this.#itemBytes = array?.dtype.itemsize || header.typesize || 1;
    this.#items = array ? itemCount(array.shape) : Number.POSITIVE_INFINITY;
  }

  /** What the bytes [startByte, endByte) are of; nothing when an end of them is unknown. */
  affected(startByte: number | undefined, endByte: number | undefined): Affected {
    if (startByte === undefined || endByte === undefined) return {};
    const startItem = Math.min(Math.floor(startByte / this.#itemBytes), this.#items);
    const endItem = Math.min(Math.ceil(endByte / this.#itemBytes), this.#items);
    return { plainBytes: { startByte, endByte }, elements: { startItem, endItem } };
  }
}
