/** Where a stored chunk is. */
export interface ChunkPlace {
  readonly address: number;
  readonly storedBytes: number;
  /** Bit n: the n-th filter was not applied. */
  readonly filterMask: number;
}

/** The addresses of the stored chunks of a dataset, by their number in C order of the grid. */
export class ChunkTable {
  #numbers = new Float64Array(16);
  #addresses = new Float64Array(16);
  #sizes = new Float64Array(16);
  #masks = new Uint32Array(16);
  #count = 0;
  #isSorted = true;

  get count(): number {
    return this.#count;
  }

  /** Grows as chunks are found, never as a file announces them. */
  add(chunkNumber: number, { address, storedBytes, filterMask }: ChunkPlace): void {
    if (this.#count === this.#numbers.length) this.#grow();
    if (this.#count > 0 && chunkNumber <= (this.#numbers[this.#count - 1] ?? 0)) this.#isSorted = false;
    this.#numbers[this.#count] = chunkNumber;
    this.#addresses[this.#count] = address;
    this.#sizes[this.#count] = storedBytes;
    this.#masks[this.#count] = filterMask;
    this.#count++;
  }

  /** Call it once, after the last `add`. The number of a chunk that was added twice, if there is one. */
  sort(): number | undefined {
    if (this.#isSorted) return undefined;
    const order = Uint32Array.from({ length: this.#count }, (_, index) => index);
    order.sort((a, b) => (this.#numbers[a] ?? 0) - (this.#numbers[b] ?? 0));
    const ordered = <T extends Float64Array | Uint32Array>(values: T): T => {
      const copy = values.slice() as T; // a copy of the same type
      for (const [to, from] of order.entries()) copy[to] = values[from] ?? 0;
      return copy;
    };
    this.#numbers = ordered(this.#numbers);
    this.#addresses = ordered(this.#addresses);
    this.#sizes = ordered(this.#sizes);
    this.#masks = ordered(this.#masks);
    for (let index = 1; index < this.#count; index++) {
      if (this.#numbers[index] === this.#numbers[index - 1]) return this.#numbers[index];
    }
    return undefined;
  }

  /** Undefined for a chunk that was never written. */
  find(chunkNumber: number): ChunkPlace | undefined {
    let low = 0;
    let high = this.#count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = this.#numbers[middle] ?? 0;
      if (found === chunkNumber) return this.#at(middle);
      if (found < chunkNumber) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** All chunks in order. */
  *places(): Generator<{ readonly number: number; readonly place: ChunkPlace }, void, undefined> {
    for (let index = 0; index < this.#count; index++) {
      yield { number: this.#numbers[index] ?? 0, place: this.#at(index) };
    }
  }

  /** Whether a chunk did not go through all filters. */
  get hasMasks(): boolean {
    return this.#masks.subarray(0, this.#count).some((mask) => mask !== 0);
  }

  #at(index: number): ChunkPlace {
    return {
      address: this.#addresses[index] ?? 0,
      storedBytes: this.#sizes[index] ?? 0,
      filterMask: this.#masks[index] ?? 0,
    };
  }

  #grow(): void {
    const wider = <T extends Float64Array | Uint32Array>(old: T, values: T): T => {
      values.set(old);
      return values;
    };
    const length = 2 * this.#count;
    this.#numbers = wider(this.#numbers, new Float64Array(length));
    this.#addresses = wider(this.#addresses, new Float64Array(length));
    this.#sizes = wider(this.#sizes, new Float64Array(length));
    this.#masks = wider(this.#masks, new Uint32Array(length));
  }
}
