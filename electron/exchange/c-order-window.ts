import type { ArraySpec } from '../../shared/format/numpy/array-metadata.js';
import { axisSteps } from '../engine/arrays/strides.js';

/** Consecutive items of the array in C order: [startItem, endItem). */
export interface ItemRange {
  readonly startItem: number;
  readonly endItem: number;
}

type Units = Uint8Array | Uint16Array | Uint32Array;

/** Takes the items of a range of C order out of all items, which arrive in F order. */
export class COrderWindow {
  /** The items of the range, complete when all items were added. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #range: ItemRange;
  readonly #itemsize: number;
  /** Items are copied in units of 4, 2 or 1 bytes. */
  readonly #lane: 1 | 2 | 4;
  readonly #target: Units;
  readonly #shape: readonly number[];
  /** Items from one index of an axis to the next, in C order. */
  readonly #steps: readonly number[];
  /** Where the next item belongs. The first axis varies fastest. */
  readonly #index: number[];
  /** Place in C order of the item with this index and 0 on the first axis. */
  #column = 0;

  constructor({ shape, dtype: { itemsize } }: Pick<ArraySpec, 'shape' | 'dtype'>, range: ItemRange) {
    this.bytes = new Uint8Array((range.endItem - range.startItem) * itemsize);
    this.#range = range;
    this.#itemsize = itemsize;
    this.#lane = itemsize % 4 === 0 ? 4 : itemsize % 2 === 0 ? 2 : 1;
    this.#target = inUnits(this.bytes, this.#lane);
    this.#shape = shape;
    this.#steps = axisSteps({ shape, order: 'C' });
    this.#index = shape.map(() => 0);
  }

  /** Whole items, behind those of the call before. */
  add(items: Uint8Array): void {
    const source = inUnits(items, this.#lane);
    const [length = 1] = this.#shape;
    const count = items.byteLength / this.#itemsize;
    for (let at = 0; at < count; ) {
      const [first = 0] = this.#index;
      const taken = Math.min(length - first, count - at);
      this.#copy(source, at, first, first + taken);
      at += taken;
      this.#index[0] = first + taken;
      if (first + taken === length) this.#nextColumn();
    }
  }

  /** The items [first, end) along the first axis, which start at item `at` of the source. */
  #copy(source: Units, at: number, first: number, end: number): void {
    const { startItem, endItem } = this.#range;
    const [step = 1] = this.#steps;
    const from = Math.max(first, Math.ceil((startItem - this.#column) / step));
    const to = Math.min(end, Math.ceil((endItem - this.#column) / step));
    const lanes = this.#itemsize / this.#lane;
    for (let index = from; index < to; index++) {
      const target = (this.#column + index * step - startItem) * lanes;
      const start = (at + index - first) * lanes;
      for (let lane = 0; lane < lanes; lane++) this.#target[target + lane] = source[start + lane] ?? 0;
    }
  }

  #nextColumn(): void {
    this.#index[0] = 0;
    for (let axis = 1; axis < this.#shape.length; axis++) {
      const [index = 0, step = 1, length = 1] = [this.#index[axis], this.#steps[axis], this.#shape[axis]];
      if (index + 1 < length) {
        this.#index[axis] = index + 1;
        this.#column += step;
        return;
      }
      this.#index[axis] = 0;
      this.#column -= index * step;
    }
  }
}

/** A view of the memory, or of a copy where it does not start at a whole unit. */
function inUnits(bytes: Uint8Array, unit: 1 | 2 | 4): Units {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % unit === 0 ? bytes : new Uint8Array(bytes);
  if (unit === 1) return new Uint8Array(buffer, byteOffset, byteLength);
  if (unit === 2) return new Uint16Array(buffer, byteOffset, byteLength / 2);
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}
