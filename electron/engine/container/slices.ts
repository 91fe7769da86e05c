import { ArgumentError } from '../../../shared/format/errors.js';

/** One part of a slice, as in numpy: an index drops its axis, a range keeps it, an ellipsis stands for all axes left out. */
export type SliceItem =
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'range'; readonly start?: number; readonly stop?: number; readonly step?: number }
  | { readonly kind: 'ellipsis' };

/** The selected items of one axis: `count` items from `start` on with the distance `step` (not 0, may be negative). */
export interface AxisSelection {
  readonly start: number;
  readonly count: number;
  readonly step: number;
  /** Whether the axis is in the result's shape; an index drops it. */
  readonly kept: boolean;
}

const EXAMPLE = "write slices as in numpy, for example '100:200,5,:' or '::10,...,-1'";

/** Reads `100:200,5,:`: comma-separated indices, `start:stop:step` ranges and at most one `...`, brackets optional. */
export function parseSlices(text: string): readonly SliceItem[] {
  const inner = text
    .trim()
    .replace(/^\[(.*)\]$/s, '$1')
    .trim();
  if (inner === '') return [];
  // As in Python, a comma behind the last part is ignored.
  return inner
    .replace(/,\s*$/, '')
    .split(',')
    .map((part) => parseItem(part.trim()));
}

function parseItem(part: string): SliceItem {
  if (part === '...') return { kind: 'ellipsis' };
  const numbers = part.split(':').map((text) => parseNumber(text.trim(), part));
  if (numbers.length > 3) throw new ArgumentError(`'${part}' has too many colons; ${EXAMPLE}`);
  const [start, stop, step] = numbers;
  if (numbers.length === 1) {
    if (start === undefined) throw new ArgumentError(`a part of the slice is empty; ${EXAMPLE}`);
    return { kind: 'index', index: start };
  }
  return {
    kind: 'range',
    ...(start !== undefined && { start }),
    ...(stop !== undefined && { stop }),
    ...(step !== undefined && { step }),
  };
}

function parseNumber(text: string, part: string): number | undefined {
  if (text === '') return undefined;
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value)) return value;
  throw new ArgumentError(`'${part}' is not an index or range; ${EXAMPLE}`);
}

/** Applies slices to a shape by numpy's rules: negative values count from the end, ranges are clipped, indices are not. */
export function resolveSlices(shape: readonly number[], items: readonly SliceItem[]): readonly AxisSelection[] {
  const full = spreadEllipsis(shape.length, items);
  return shape.map((length, axis) => {
    const item = full[axis];
    if (item === undefined || item.kind === 'ellipsis') return { start: 0, count: length, step: 1, kept: true };
    return item.kind === 'index' ? resolveIndex(item.index, axis, length) : resolveRange(item, length);
  });
}

function spreadEllipsis(axes: number, items: readonly SliceItem[]): readonly SliceItem[] {
  const ellipses = items.filter((item) => item.kind === 'ellipsis').length;
  if (ellipses > 1) throw new ArgumentError(`a slice can have only one '...'; ${EXAMPLE}`);
  const given = items.length - ellipses;
  if (given > axes) throw new ArgumentError(`the slice has ${given} parts, but the array has ${axes} axes`);
  return items.flatMap((item) =>
    item.kind === 'ellipsis' ? Array.from({ length: axes - given }, (): SliceItem => ({ kind: 'range' })) : [item],
  );
}

function resolveIndex(index: number, axis: number, length: number): AxisSelection {
  requireWhole(index);
  const start = index < 0 ? index + length : index;
  if (start < 0 || start >= length) {
    throw new ArgumentError(`index ${index} is out of bounds for axis ${axis} with ${length} items`);
  }
  return { start, count: 1, step: 1, kept: false };
}

/** Python's `slice.indices(length)`. */
function resolveRange(range: Extract<SliceItem, { kind: 'range' }>, length: number): AxisSelection {
  for (const value of [range.start, range.stop, range.step]) requireWhole(value ?? 0);
  const step = range.step ?? 1;
  if (step === 0) throw new ArgumentError('the step of a slice cannot be 0');
  const lowest = step > 0 ? 0 : -1;
  const highest = step > 0 ? length : length - 1;
  const clip = (value: number): number => Math.min(Math.max(value < 0 ? value + length : value, lowest), highest);
  const start = range.start === undefined ? (step > 0 ? 0 : length - 1) : clip(range.start);
  const stop = range.stop === undefined ? (step > 0 ? length : -1) : clip(range.stop);
  return { start, count: Math.max(0, Math.ceil((stop - start) / step)), step, kept: true };
}

/** Also for items that were not parsed here but given by a caller. */
function requireWhole(value: number): void {
  if (!Number.isSafeInteger(value)) throw new ArgumentError(`${value} is not a whole number; ${EXAMPLE}`);
}
