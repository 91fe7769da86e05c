import type { HeatmapReduction } from '../../../shared/contract/inspect/data.js';

/** The pixels of a heatmap, each made of the values of several cells. */
export class HeatmapPicture {
  readonly #reduction: HeatmapReduction;
  /** The value so far, or the sum for a mean; NaN where there was none. */
  readonly #values: Float64Array;
  readonly #counts: Uint32Array | undefined;
  readonly #lost: Uint8Array;

  constructor(pixels: number, reduction: HeatmapReduction) {
    this.#reduction = reduction;
    this.#values = new Float64Array(pixels).fill(Number.NaN);
    this.#counts = reduction === 'mean' ? new Uint32Array(pixels) : undefined;
    this.#lost = new Uint8Array(pixels);
  }

  /** Adds a cell's value to a pixel; NaN is left out. */
  add(pixel: number, value: number): void {
    const before = this.#values[pixel] ?? Number.NaN;
    if (Number.isNaN(value)) return;
    if (this.#counts) this.#counts[pixel] = (this.#counts[pixel] ?? 0) + 1;
    if (Number.isNaN(before)) this.#values[pixel] = value;
    else if (this.#reduction === 'max') this.#values[pixel] = Math.max(before, value);
    else if (this.#reduction === 'min') this.#values[pixel] = Math.min(before, value);
    else if (this.#counts) this.#values[pixel] = before + value;
  }

  /** A cell of the pixel could not be read: the pixel stays NaN, so that the loss is seen. */
  lose(pixel: number): void {
    this.#lost[pixel] = 1;
  }

  /** f64, row by row. */
  bytes(): Uint8Array {
    this.#values.forEach((value, pixel) => {
      if (this.#lost[pixel]) this.#values[pixel] = Number.NaN;
      else if (this.#counts) this.#values[pixel] = value / (this.#counts[pixel] || 1);
    });
    return new Uint8Array(this.#values.buffer);
  }
}
