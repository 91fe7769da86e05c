/** Bytes [startByte, endByte) of a file that are here, or on their way, or kept on disk. */
export interface Extent {
  readonly startByte: number;
  readonly endByte: number;
  /** Loads them at the first call. Rejects when they do not arrive, and resolves to undefined when they are gone. */
  bytes(): Promise<Uint8Array | undefined>;
}

/** A part of a wanted range: in an extent, or in none. */
export interface Part {
  readonly startByte: number;
  readonly endByte: number;
  readonly extent: Extent | undefined;
}

/** Extents of a file that do not overlap, in order; those that were used last are kept. */
export class Extents {
  readonly #maxBytes: number;
  #sorted: Extent[] = [];
  #totalBytes = 0;
  #uses = 0;
  readonly #lastUse = new WeakMap<Extent, number>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Adds an extent, which must not overlap another one. Old ones are dropped when there are too many bytes. */
  add(extent: Extent): void {
    this.#sorted.splice(this.#indexAfter(extent.startByte), 0, extent);
    this.#totalBytes += extent.endByte - extent.startByte;
    this.#touch(extent);
    if (this.#totalBytes > this.#maxBytes) this.#dropOldest();
  }

  remove(extent: Extent): void {
    const index = this.#sorted.indexOf(extent);
    if (index < 0) return;
    this.#sorted.splice(index, 1);
    this.#totalBytes -= extent.endByte - extent.startByte;
  }

  /** The parts of [startByte, endByte), in order and without gaps. */
  partsOf(startByte: number, endByte: number): readonly Part[] {
    const parts: Part[] = [];
    let at = startByte;
    for (let index = Math.max(0, this.#indexAfter(startByte) - 1); at < endByte; index++) {
      const extent = this.#sorted[index];
      const nextByte = Math.min(endByte, extent?.startByte ?? endByte);
      if (nextByte > at) parts.push({ startByte: at, endByte: nextByte, extent: undefined });
      at = Math.max(at, nextByte);
      if (!extent || extent.startByte >= endByte) break;
      if (extent.endByte <= at) continue;
      this.#touch(extent);
      parts.push({ startByte: at, endByte: Math.min(endByte, extent.endByte), extent });
      at = Math.min(endByte, extent.endByte);
    }
    return parts;
  }

  /** Where the next extent at or behind a position starts; Infinity where there is none. */
  nextStart(positionBytes: number): number {
    return this.#sorted[this.#indexAfter(positionBytes - 1)]?.startByte ?? Number.POSITIVE_INFINITY;
  }

  /** The index of the first extent that starts behind a position. */
  #indexAfter(positionBytes: number): number {
    let [lowest, highest] = [0, this.#sorted.length];
    while (lowest < highest) {
      const middle = (lowest + highest) >>> 1;
      if ((this.#sorted[middle]?.startByte ?? Number.POSITIVE_INFINITY) <= positionBytes) lowest = middle + 1;
      else highest = middle;
    }
    return lowest;
  }

  #touch(extent: Extent): void {
    this.#lastUse.set(extent, this.#uses++);
  }

  /** Drops a quarter of the bytes at once, so that not every new extent has to look through all. */
  #dropOldest(): void {
    const useOf = (extent: Extent) => this.#lastUse.get(extent) ?? 0;
    const oldestFirst = this.#sorted.toSorted((a, b) => useOf(a) - useOf(b));
    const dropped = new Set<Extent>();
    for (const extent of oldestFirst) {
      if (this.#totalBytes <= (3 / 4) * this.#maxBytes || dropped.size === this.#sorted.length - 1) break;
      dropped.add(extent);
      this.#totalBytes -= extent.endByte - extent.startByte;
    }
    this.#sorted = this.#sorted.filter((extent) => !dropped.has(extent));
  }
}
