import { type BloscpackHeader, plainSizeBytes } from '../../../shared/format/header.js';
import { type ArraySpec, itemCount } from '../../../shared/format/numpy/array-metadata.js';

/** The data that cannot be read because of a problem. Ends of ranges are exclusive. */
export interface Affected {
  /** Bytes of the uncompressed data. */
  readonly plainBytes?: { readonly startByte: number; readonly endByte: number };
  /**
   * Items of the array in memory order: those with at least one byte in `plainBytes`. The item size is that of the array metadata,
   * which can be over 255; without them, the header's typesize (0 counts as 1).
   */
  readonly elements?: { readonly startItem: number; readonly endItem: number };
}

/** Translates chunks to bytes and items of the whole data. */
export class DataMap {
  /** Size of the data in bytes; undefined when the header does not state it, or when it is too large for an exact number. */
  readonly totalBytes: number | undefined;
  readonly #itemBytes: number;
  readonly #items: number;

  constructor(header: BloscpackHeader, array?: ArraySpec) {
    const total = plainSizeBytes(header);
    this.totalBytes = total !== undefined && total <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(total) : undefined;
    this.#itemBytes = array?.dtype.itemsize || header.typesize || 1;
    this.#items = array ? itemCount(array.shape) : Number.POSITIVE_INFINITY;
  }

  /** The bytes [startByte, endByte) and their items; empty when one of the ends is unknown. */
  affected(startByte: number | undefined, endByte: number | undefined): Affected {
    if (startByte === undefined || endByte === undefined) return {};
    const startItem = Math.min(Math.floor(startByte / this.#itemBytes), this.#items);
    const endItem = Math.min(Math.ceil(endByte / this.#itemBytes), this.#items);
    return { plainBytes: { startByte, endByte }, elements: { startItem, endItem } };
  }
}
