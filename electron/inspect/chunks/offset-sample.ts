import type { OffsetPages } from '../../engine/container/offset-pages.js';

/** Parts of the offsets that are read, and entries of each: as many as the shortest request to a server brings anyway. */
const PARTS = 10;
const PART_ENTRIES = 2 ** 9;

/** The distance between the first chunks of two parts. */
export function sampleStep(count: number): number {
  return Math.ceil(count / PARTS);
}

/** Offsets of some chunks, in parts that are spread evenly: what is read of many offsets on a server. */
export class OffsetSample {
  readonly #step: number;
  readonly #parts: readonly Float64Array[];

  private constructor(step: number, parts: readonly Float64Array[]) {
    this.#step = step;
    this.#parts = parts;
  }

  static async read(offsets: OffsetPages, count: number): Promise<OffsetSample> {
    const step = sampleStep(count);
    const starts = Array.from({ length: Math.ceil(count / step) }, (_, part) => part * step);
    const read = (start: number) => offsets.positions(start, Math.min(start + Math.min(step, PART_ENTRIES), count));
    return new OffsetSample(step, await Promise.all(starts.map(read)));
  }

  /** -1 if it is not known. */
  at(chunkIndex: number): number {
    return this.#parts[Math.floor(chunkIndex / this.#step)]?.[chunkIndex % this.#step] ?? -1;
  }
}
