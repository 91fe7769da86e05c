import type { HeatmapReduction } from '../../../../shared/contract/inspect/data.js';
import { type ColourMapName, colourSteps, colourTable } from '../../../ui/colour-maps.js';
import type { ValueNotation } from './value-notation.js';
import { type Limits, shareOf, type ValueScale } from './value-scale.js';

/** How values are coloured. */
export interface Colouring {
  readonly map: ColourMapName;
  readonly scale: ValueScale;
  readonly limits: Limits;
}

/** The pixels of part of a plane, row by row, each for `rowStep` x `columnStep` cells. */
export interface HeatmapValues {
  readonly values: Float64Array;
  readonly notation: ValueNotation;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
  /** Of the cells, every nth row and column was read. */
  readonly rowEvery: number;
  readonly columnEvery: number;
  readonly reduction: HeatmapReduction;
}

/**
 * A pixel a value, row by row: opaque colours, and transparent where there is no number, so that the hatched background is visible.
 */
export function heatmapPixels(
  { values }: { readonly values: Float64Array },
  { map, scale, limits }: Colouring,
): Uint32Array {
  const table = colourTable(map);
  const share = shareOf(scale, limits);
  const pixels = new Uint32Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const step = Math.round(share(values[at] ?? Number.NaN) * (colourSteps - 1));
    if (!Number.isNaN(step)) pixels[at] = table[Math.max(0, Math.min(colourSteps - 1, step))] ?? 0;
  }
  return pixels;
}

export function countNan(values: Float64Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count += 1;
  return count;
}
