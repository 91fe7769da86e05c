import { type ColourMapName, colourSteps, colourTable } from '../../../ui/colour-maps.js';
import { type Limits, shareOf, type ValueScale } from './value-scale.js';

/** How values are coloured. */
export interface Colouring {
  readonly map: ColourMapName;
  readonly scale: ValueScale;
  readonly limits: Limits;
}

/** Values of part of a plane, thinned: every `rowStep`th row and `columnStep`th column, row by row. */
export interface HeatmapValues {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly rowStep: number;
  readonly columnStep: number;
}

/**
 * A pixel a value, row by row: opaque colours, and transparent where there is no number (NaN, or no logarithm), so that the hatched
 * background is visible.
 */
export function heatmapPixels(
  { values }: { readonly values: Float32Array },
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

export function countNan(values: Float32Array): number {
  let count = 0;
  for (const value of values) if (Number.isNaN(value)) count += 1;
  return count;
}
