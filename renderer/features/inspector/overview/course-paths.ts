import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { decadeTicks } from '../../../ui/charts/axis-ticks.js';

/** Room of the plot inside its picture, in pixels. */
export interface PlotBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Powers of ten, with 2 and 5 between them where the ratios span little. */
export function ratioTicks(min: number, max: number): readonly number[] {
  const isWide = Math.log10(max / min) > 1.2;
  return decadeTicks(min * 0.999, max * 1.001, isWide ? [1] : [1, 2, 5]);
}

/** The ratios that the axis spans: 1 is always among them, and the ends are never equal. */
export function ratioSpan({ min, max }: ChunkSummary['course']): readonly [min: number, max: number] {
  const finite = [...min, ...max].filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  let [low, high] = [1, 2];
  for (const ratio of finite) {
    low = Math.min(low, ratio);
    high = Math.max(high, ratio);
  }
  // Room for the label of the highest.
  return [low, high * (high / low) ** 0.2];
}

/** Height of a ratio on a logarithmic axis. */
export function ratioY(ratio: number, [low, high]: readonly [number, number], { top, bottom }: PlotBox): number {
  const share = Math.log(Math.max(ratio, low) / low) / Math.log(high / low);
  return bottom - share * (bottom - top);
}

/**
 * The line of the means and the band between least and most, as paths of an SVG; bins that are not known are left out. `only` is the
 * place of the bin that makes no line, since no other is known.
 */
export function coursePaths(
  { min, mean, max }: ChunkSummary['course'],
  span: readonly [number, number],
  box: PlotBox,
): { readonly line: string; readonly band: string; readonly only?: { readonly x: number; readonly y: number } } {
  const x = (bin: number) => binX(bin, mean.length, box);
  const point = (bin: number, ratio: number) => `${x(bin).toFixed(1)} ${ratioY(ratio, span, box).toFixed(1)}`;
  const bins = [...mean.keys()].filter((bin) => isKnown(mean[bin]));
  const [only] = bins;
  const line = bins.map((bin) => point(bin, mean[bin] ?? 1));
  const upper = bins.map((bin) => point(bin, max[bin] ?? mean[bin] ?? 1));
  const lower = bins.toReversed().map((bin) => point(bin, min[bin] ?? mean[bin] ?? 1));
  const path = (points: readonly string[]) => (points.length > 0 ? `M${points.join('L')}` : '');
  return {
    line: path(line),
    band: bins.length > 0 ? `${path([...upper, ...lower])}Z` : '',
    ...(bins.length === 1 && only !== undefined && { only: { x: x(only), y: ratioY(mean[only] ?? 1, span, box) } }),
  };
}

/** The ratio of a bin is 0 where it is not known. */
function isKnown(ratio = 0): boolean {
  return ratio > 0;
}

/** The middle of a bin. */
export function binX(bin: number, bins: number, { left, right }: PlotBox): number {
  return left + ((bin + 0.5) / Math.max(1, bins)) * (right - left);
}

/** The bins with the lowest and the highest ratio, to be labelled; none when all are alike. */
export function extremes({
  min,
  max,
}: ChunkSummary['course']): readonly { bin: number; ratio: number; isMost: boolean }[] {
  const least = indexOfBest(min, (one, other) => one < other);
  const most = indexOfBest(max, (one, other) => one > other);
  if (least === undefined || most === undefined) return [];
  const [low, high] = [min[least] ?? 1, max[most] ?? 1];
  if (high / low < 1.05) return [];
  return [
    { bin: least, ratio: low, isMost: false },
    { bin: most, ratio: high, isMost: true },
  ];
}

function indexOfBest(values: readonly number[], isBetter: (one: number, other: number) => boolean): number | undefined {
  let best: number | undefined;
  for (const [index, value] of values.entries()) {
    if (!isKnown(value)) continue;
    if (best === undefined || isBetter(value, values[best] ?? value)) best = index;
  }
  return best;
}
