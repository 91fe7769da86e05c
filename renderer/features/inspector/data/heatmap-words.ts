import type { HeatmapReduction } from '../../../../shared/contract/inspect/data.js';
import type { GridPlace } from '../../../ui/big-scroll/grid-keys.js';
import type { CellPart } from './cell-range.js';
import { isWholePlane } from './plot-part.js';
import type { ColouringControl } from './use-colouring.js';
import type { Heatmap } from './use-heatmap.js';

/** What a pixel shows of its cells. */
export const reductions = {
  max: { noun: 'largest value' },
  min: { noun: 'smallest value' },
  mean: { noun: 'mean' },
  nearest: { noun: 'first value' },
} as const satisfies Readonly<Record<HeatmapReduction, { readonly noun: string }>>;

/** `rows 24,000 to 27,999, all columns`. */
export function partWords(
  part: CellPart,
  size: { rows: number; columns: number },
  steps: { row: number; column: number },
  count: (value: number) => string,
): string {
  if (isWholePlane(part, size)) return 'all rows and columns';
  const span = (name: string, start: number, end: number, all: number, step: number) =>
    end - start >= all ? `all ${name}` : `${name} ${count(start * step)} to ${count((end - 1) * step)}`;
  const rows = span('rows', part.rowStart, part.rowEnd, size.rows, steps.row);
  return `${rows}, ${span('columns', part.columnStart, part.columnEnd, size.columns, steps.column)}`;
}

/** `Every value drawn`, `Each pixel shows the largest value of 2 x 3 cells`. */
export function pixelWords({ rowStep, columnStep, rowEvery, columnEvery, reduction }: Heatmap): string {
  if (rowStep === 1 && columnStep === 1) return 'Every value drawn';
  const cells = `${rowStep} × ${columnStep} cells`;
  const isThinned = reduction !== 'nearest' && (rowEvery > 1 || columnEvery > 1);
  const read = isThinned ? `, of which one in ${rowEvery * columnEvery} was read` : '';
  return `Each pixel shows the ${reductions[reduction].noun} of ${cells}${read}`;
}

/** Explains the colour of values without a logarithm. */
export function belowWords({ values }: Heatmap, { colouring }: ColouringControl): string {
  const isBelow = colouring.scale === 'log' && values.some((value) => value <= 0);
  return isBelow ? '. Values of 0 and below, which have no logarithm, have the first colour' : '';
}

/** `[301, 203]: 500`; with the range of rows and columns where a pixel stands for several cells. Undefined outside of the picture. */
export function readout(
  heatmap: Heatmap,
  { row, column }: GridPlace,
  steps: { readonly row: number; readonly column: number },
  { colouring: { limits } }: ColouringControl,
): string | undefined {
  const { part, rows, columns, rowStep, columnStep, reduction } = heatmap;
  const down = Math.floor((row - part.rowStart) / rowStep);
  const across = Math.floor((column - part.columnStart) / columnStep);
  if (down < 0 || across < 0 || down >= rows || across >= columns) return undefined;
  const value = heatmap.values[down * columns + across] ?? Number.NaN;
  const text = Number.isNaN(value) ? heatmap.noNumber : heatmap.notation.text(value, limits.high - limits.low);
  const span = (pixel: number, from: number, to: number, step: number, by: number) => {
    const [first, last] = [from + pixel * step, Math.min(to, from + (pixel + 1) * step) - 1];
    return last > first ? `${first * by} to ${last * by}` : `${first * by}`;
  };
  const place = `[${span(down, part.rowStart, part.rowEnd, rowStep, steps.row)}, ${span(across, part.columnStart, part.columnEnd, columnStep, steps.column)}]`;
  return rowStep * columnStep === 1 ? `${place}: ${text}` : `${place}: ${text}, the ${reductions[reduction].noun}`;
}
