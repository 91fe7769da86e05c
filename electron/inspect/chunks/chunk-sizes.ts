import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import type { ContainerLayout } from '../../engine/container/layout.js';

/**
 * Positions and sizes of chunks, eight bytes a chunk: from the offsets if there are any, else from a walk.
 */
export interface ChunkPlaces {
  /** Number of known chunks. */
  readonly count: number;
  /** The start of each in the file; -1 if unknown. At least `count` long. */
  readonly positions: Float64Array;
  /** The end of the last one, its digest included. */
  readonly endByte: number;
  /** For walked chunks: the start of the plain bytes of each, and the end of those of the last. */
  readonly plainStarts?: Float64Array;
  readonly plainEndByte?: number;
}

/** Of more chunks no sizes are kept. */
export const MAX_CHUNKS = 10_000_000;

/** Positions and sizes of chunks. */
export abstract class ChunkSizes {
  abstract readonly count: number;

  /** In the document's file; -1 if unknown. */
  abstract position(chunkIndex: number): number;

  /** Blosc header and compressed data without the digest; 0 for a missing chunk, NaN if unknown. */
  abstract stored(chunkIndex: number): number;

  /** NaN if unknown. */
  abstract plain(chunkIndex: number): number;

  /** NaN if unknown, and for a missing chunk. */
  ratio(chunkIndex: number): number {
    const stored = this.stored(chunkIndex);
    return stored === 0 ? Number.NaN : this.plain(chunkIndex) / stored;
  }

  /**
   * Blosc stores a chunk as a pure copy exactly when compressing does not make it shorter: 16 bytes of header and its
   * data.
   */
  isCopy(chunkIndex: number): boolean {
    return this.stored(chunkIndex) === this.plain(chunkIndex) + BLOSC_HEADER_BYTES;
  }
}

/** Of all chunks whose size is known. */
export function storedBytesOf(sizes: ChunkSizes): number {
  let sum = 0;
  for (let chunkIndex = 0; chunkIndex < sizes.count; chunkIndex++) sum += sizes.stored(chunkIndex) || 0;
  return sum;
}

/**
 * Sizes derived from the positions: `csize[i] = off[i+1] - off[i] - digest`. A chunk's own header may say something
 * else; it is read when single chunks are shown.
 */
export class DerivedSizes extends ChunkSizes {
  readonly count: number;
  readonly endByte: number;
  readonly #places: ChunkPlaces;
  readonly #layout: ContainerLayout;
  readonly #fileBytes: number;

  constructor(places: ChunkPlaces, layout: ContainerLayout, fileBytes: number) {
    super();
    this.count = places.count;
    this.endByte = places.endByte;
    this.#places = places;
    this.#layout = layout;
    this.#fileBytes = fileBytes;
  }

  /** -1 if unknown. */
  position(chunkIndex: number): number {
    return this.#places.positions[chunkIndex] ?? -1;
  }

  /** Blosc header and compressed data without the digest; NaN if the offsets are invalid. */
  stored(chunkIndex: number): number {
    const start = this.position(chunkIndex);
    const end = chunkIndex + 1 < this.count ? this.position(chunkIndex + 1) : this.endByte;
    const stored = end - start - this.#layout.digestBytes;
    const isInside = start >= this.#layout.chunksPositionBytes && end <= this.#fileBytes;
    return isInside && stored >= BLOSC_HEADER_BYTES ? stored : Number.NaN;
  }

  /** NaN if unknown. */
  plain(chunkIndex: number): number {
    const { plainStarts, plainEndByte = Number.NaN, count } = this.#places;
    const start = plainStarts?.[chunkIndex];
    if (start === undefined || chunkIndex >= count) return headerPlainBytes(this.#layout, chunkIndex);
    return (chunkIndex + 1 < count ? (plainStarts?.[chunkIndex + 1] ?? Number.NaN) : plainEndByte) - start;
  }

  /** The chunk whose bytes, digest included, hold this byte of the file; undefined for none. The offsets must rise. */
  at(offsetBytes: number): number | undefined {
    if (offsetBytes >= this.endByte) return undefined;
    let lowest = 0;
    let highest = this.count - 1;
    while (lowest < highest) {
      const middle = Math.ceil((lowest + highest) / 2);
      if (this.position(middle) <= offsetBytes) lowest = middle;
      else highest = middle - 1;
    }
    const start = this.position(lowest);
    return start >= 0 && start <= offsetBytes ? lowest : undefined;
  }
}

/** Plain bytes of a chunk by the container's header; NaN if that does not say. */
export function headerPlainBytes({ header, nchunks }: ContainerLayout, chunkIndex: number): number {
  const isLast = nchunks !== undefined && chunkIndex === nchunks - 1;
  const size = isLast ? header.lastChunk : header.chunkSize;
  return size >= 0 && nchunks !== undefined ? size : Number.NaN;
}
