/** Numbers [start, end). */
export interface PlaceRange {
  readonly start: number;
  readonly end: number;
}

/** Ranges that are kept. */
const MAX_RANGES = 20;

/** The places, such as rows, in which something was found, as ranges; only the first ones are kept. */
export class PlaceRanges {
  /** Different places. */
  count = 0;
  readonly #ranges: { start: number; end: number }[] = [];
  #last = -1;

  /** In ascending order; the same place may come again. */
  add(place: number): void {
    if (place === this.#last) return;
    this.#last = place;
    this.count++;
    const range = this.#ranges.at(-1);
    if (range?.end === place) range.end = place + 1;
    else if (this.#ranges.length <= MAX_RANGES) this.#ranges.push({ start: place, end: place + 1 });
  }

  get first(): readonly PlaceRange[] {
    return this.#ranges.slice(0, MAX_RANGES);
  }

  get hasMore(): boolean {
    return this.#ranges.length > MAX_RANGES;
  }
}
