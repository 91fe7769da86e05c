import type { BloscPlaces, StoredPlace } from '../../exchange/blosc-places.js';
import { ChunkSizes } from './chunk-sizes.js';

/** Chunks of a page: a shape may claim millions, of which few are looked at. */
const PAGE_CHUNKS = 2 ** 12;
const UNKNOWN = 2 ** 32 - 1;

interface Page {
  readonly lengths: Uint32Array;
  readonly positions: Float64Array;
}

/** Sizes of the chunks whose places were found so far: twelve bytes each. */
export class FoundSizes extends ChunkSizes {
  readonly count: number;
  readonly #places: BloscPlaces;
  readonly #pages = new Map<number, Page>();

  constructor(places: BloscPlaces, count: number) {
    super();
    this.#places = places;
    this.count = count;
  }

  /** Undefined for a missing chunk; one without any bytes is none. */
  note(chunkIndex: number, place: StoredPlace | undefined): void {
    const page = this.#pageOf(chunkIndex) ?? this.#newPage(chunkIndex);
    page.lengths[chunkIndex % PAGE_CHUNKS] = place ? Math.min(place.lengthBytes || UNKNOWN, UNKNOWN) : 0;
    page.positions[chunkIndex % PAGE_CHUNKS] = place && !place.file ? place.positionBytes : -1;
  }

  override position(chunkIndex: number): number {
    return this.#pageOf(chunkIndex)?.positions[chunkIndex % PAGE_CHUNKS] ?? -1;
  }

  override stored(chunkIndex: number): number {
    const lengthBytes = this.#pageOf(chunkIndex)?.lengths[chunkIndex % PAGE_CHUNKS] ?? UNKNOWN;
    return lengthBytes === UNKNOWN ? Number.NaN : lengthBytes;
  }

  override plain(chunkIndex: number): number {
    return this.#places.leastNbytes(chunkIndex);
  }

  #pageOf(chunkIndex: number): Page | undefined {
    return this.#pages.get(Math.floor(chunkIndex / PAGE_CHUNKS));
  }

  #newPage(chunkIndex: number): Page {
    const page = {
      lengths: new Uint32Array(PAGE_CHUNKS).fill(UNKNOWN),
      positions: new Float64Array(PAGE_CHUNKS).fill(-1),
    };
    this.#pages.set(Math.floor(chunkIndex / PAGE_CHUNKS), page);
    return page;
  }
}
