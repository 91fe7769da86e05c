import { BLOSC_HEADER_BYTES } from '../../../shared/format/blosc-chunk.js';
import type { ContainerLayout } from '../../engine/container/layout.js';

/**
 * Where chunks are and how large, eight bytes a chunk: from the offsets alone where there are any, else from a walk.
 */
export interface ChunkPlaces {
  /** Chunks that are known. */
  readonly count: number;
  /** Where each starts in the file; -1 where that is not known. At least `count` long. */
  readonly positions: Float64Array;
  /** Where the last one ends, its digest included. */
  readonly endByte: number;
  /** Where the plain bytes of each start, and where those of the last one end, of chunks that were walked. */
  readonly plainStarts?: Float64Array;
  readonly plainEndByte?: number;
}

/**
 * Sizes derived from the places: `csize[i] = off[i+1] - off[i] - digest`. What a chunk's own header says is another
 * matter, and is asked where single chunks are shown.
 */
export class ChunkSizes {
  readonly count: number;
  readonly endByte: number;
  readonly #places: ChunkPlaces;
  readonly #layout: ContainerLayout;
  readonly #fileBytes: number;

  constructor(places: ChunkPlaces, layout: ContainerLayout, fileBytes: number) {
    this.count = places.count;
    this.endByte = places.endByte;
    this.#places = places;
    this.#layout = layout;
    this.#fileBytes = fileBytes;
  }

  /** -1 where it is not known. */
  position(chunkIndex: number): number {
    return this.#places.positions[chunkIndex] ?? -1;
  }

  /** Blosc header and compressed data without the digest; NaN where the offsets make no sense. */
  stored(chunkIndex: number): number {
    const start = this.position(chunkIndex);
    const end = chunkIndex + 1 < this.count ? this.position(chunkIndex + 1) : this.endByte;
    const stored = end - start - this.#layout.digestBytes;
    const isInside = start >= this.#layout.chunksPositionBytes && end <= this.#fileBytes;
    return isInside && stored >= BLOSC_HEADER_BYTES ? stored : Number.NaN;
  }

  /** NaN where nobody knows. */
  plain(chunkIndex: number): number {
    const { plainStarts, plainEndByte = Number.NaN, count } = this.#places;
    const start = plainStarts?.[chunkIndex];
    if (start === undefined || chunkIndex >= count) return headerPlainBytes(this.#layout, chunkIndex);
    return (chunkIndex + 1 < count ? (plainStarts?.[chunkIndex + 1] ?? Number.NaN) : plainEndByte) - start;
  }

  ratio(chunkIndex: number): number {
    return this.plain(chunkIndex) / this.stored(chunkIndex);
  }

  /**
   * Blosc stores a chunk as a pure copy exactly when compressing does not make it shorter: 16 bytes of header and its
   * data.
   */
  isCopy(chunkIndex: number): boolean {
    return this.stored(chunkIndex) === this.plain(chunkIndex) + BLOSC_HEADER_BYTES;
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

/** Plain bytes of a chunk by the container's own header; NaN where it does not say. */
export function headerPlainBytes({ header, nchunks }: ContainerLayout, chunkIndex: number): number {
  const isLast = nchunks !== undefined && chunkIndex === nchunks - 1;
  const size = isLast ? header.lastChunk : header.chunkSize;
  return size >= 0 && nchunks !== undefined ? size : Number.NaN;
}
