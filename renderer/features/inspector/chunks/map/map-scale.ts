import type { Formats } from '../../../../format/formats.js';
import { isNotSmaller, type Limits, linearShare, logShare, NOT_SMALLER, shortRatio } from '../ratio-scale.js';
import type { Change } from '../use-changes.js';
import type { MapSubject, MapValues } from './map-values.js';

/** Which value of a cell's chunks gives the cell its colour. */
export type Statistic = 'min' | 'mean' | 'max';

/** How a cell is filled. */
export type Paint =
  | { readonly kind: 'ramp'; readonly share: number }
  /** A CSS custom property of tokens.css. */
  | { readonly kind: 'token'; readonly token: string; readonly marked?: boolean }
  | { readonly kind: 'hatch' }
  | { readonly kind: 'unknown' };

export interface LegendEntry {
  readonly label: string;
  readonly paint: Paint;
  /** Whether it occurs among the values; without this it is always shown. */
  readonly occurs?: (found: ReadonlySet<number>) => boolean;
}

/** How values become colours and texts. */
export interface MapScale {
  readonly paint: (values: MapValues, cell: number, statistic: Statistic) => Paint;
  /** A value as text. */
  readonly print: (value: number) => string;
  /** The ends of the ramp as text, where there is one. */
  readonly ends?: readonly [low: string, high: string];
  readonly legend: readonly LegendEntry[];
}

const UNKNOWN: Paint = { kind: 'unknown' };
const HATCH: Paint = { kind: 'hatch' };

/** The table of what can be shown, in the order of the menu. */
export const subjects = {
  ratio: { label: 'ratio, log', event: 'walk' },
  stored: { label: 'stored size, log', event: 'walk' },
  codec: { label: 'codec', event: 'codecs' },
  check: { label: 'check', event: 'checks' },
  'decode-ms': { label: 'decode time, log', event: 'checks' },
  entropy: { label: 'entropy', event: 'checks' },
} as const satisfies Record<MapSubject, { readonly label: string; readonly event: Change }>;

const codecs = [
  { label: 'BloscLZ', token: '--codec-blosclz' },
  { label: 'LZ4 family', token: '--codec-lz4' },
  { label: 'Snappy', token: '--codec-snappy' },
  { label: 'Zlib', token: '--codec-zlib' },
  { label: 'Zstd', token: '--codec-zstd' },
  { label: 'stored' },
] as const;

const checks = [
  { label: 'not checked' },
  { label: 'match', token: '--ok' },
  { label: 'mismatch', token: '--bad', marked: true },
  { label: 'unreadable', token: '--warn', marked: true },
] as const;

/** The scale for what is shown, with limits from the ratios' summary or from the values themselves. */
export function scaleOf(subject: MapSubject, values: MapValues, ratios: Limits, format: Formats): MapScale {
  switch (subject) {
    case 'ratio':
      return ratioScale(ratios, format);
    case 'codec':
      return categoryScale(codecs, 'several');
    case 'check':
      return categoryScale(checks, undefined);
    case 'stored':
      return continuousScale(limitsOf(values), logShare, (bytes) => format.size(bytes), false);
    case 'decode-ms':
      return continuousScale(limitsOf(values), logShare, (ms) => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`, true);
    case 'entropy':
      return continuousScale([0, 8], linearShare, (bits) => `${bits.toFixed(2)} bits/B`, true);
  }
}

function ratioScale(limits: Limits, format: Formats): MapScale {
  return {
    paint: (values, cell, statistic) => {
      const ratio = values[statistic][cell] ?? Number.NaN;
      if (Number.isNaN(ratio)) return UNKNOWN;
      return isNotSmaller(ratio) ? HATCH : { kind: 'ramp', share: logShare(ratio, limits) };
    },
    print: format.times,
    ends: [shortRatio(limits[0]), shortRatio(limits[1])],
    legend: [{ label: NOT_SMALLER, paint: HATCH }],
  };
}

type Share = (value: number, limits: Limits) => number;

function continuousScale(limits: Limits, share: Share, print: MapScale['print'], unchecked: boolean): MapScale {
  return {
    paint: (values, cell, statistic) => {
      const at = share(values[statistic][cell] ?? Number.NaN, limits);
      return Number.isNaN(at) ? UNKNOWN : { kind: 'ramp', share: at };
    },
    print,
    ends: [print(limits[0]), print(limits[1])],
    legend: unchecked ? [{ label: 'not verified, not known', paint: UNKNOWN }] : [],
  };
}

interface Category {
  readonly label: string;
  /** Without, the cell is hatched. */
  readonly token?: string;
  readonly marked?: boolean;
}

/** A cell with several categories gets the last one, which is the worst, or is marked as `several`. */
function categoryScale(categories: readonly Category[], several: string | undefined): MapScale {
  const paints = categories.map(paintOfCategory);
  const severalPaint: Paint = { kind: 'token', token: '--ink-3' };
  return {
    paint: ({ min, max }, cell) => {
      const worst = max[cell] ?? Number.NaN;
      if (Number.isNaN(worst)) return UNKNOWN;
      return several && min[cell] !== worst ? severalPaint : (paints[worst] ?? UNKNOWN);
    },
    print: (value) => categories[value]?.label ?? 'not read yet',
    legend: [
      ...categories.map(({ label }, index) => ({
        label,
        paint: paints[index] ?? UNKNOWN,
        occurs: (found: ReadonlySet<number>) => found.has(index),
      })),
      ...(several
        ? [{ label: several, paint: severalPaint, occurs: (found: ReadonlySet<number>) => found.has(SEVERAL) }]
        : []),
      { label: 'not read yet', paint: UNKNOWN, occurs: (found: ReadonlySet<number>) => found.has(UNREAD) },
    ],
  };
}

function paintOfCategory({ token, marked = false }: Category): Paint {
  return token ? { kind: 'token', token, marked } : HATCH;
}

/** From the smallest to the largest value there is. */
export function limitsOf({ min, max }: MapValues): Limits {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of min) if (value > 0 && value < low) low = value;
  for (const value of max) if (value > high) high = value;
  if (low > high) return [1, 10];
  return low < high ? [low, high] : [low / 1.05, low * 1.05];
}

/** In addition to the numbers of the categories: cells with several of them, and cells that were not read. */
const SEVERAL = -1;
const UNREAD = -2;

/** The categories that occur, so that a legend names no others. */
export function categoriesIn({ min, max }: MapValues): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [cell, highest] of max.entries()) {
    if (Number.isNaN(highest)) found.add(UNREAD);
    else found.add(highest === min[cell] ? highest : SEVERAL);
  }
  return found;
}
