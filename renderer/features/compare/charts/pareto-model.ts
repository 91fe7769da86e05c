import { stepCorners } from '../../../../shared/compare/pareto.js';
import { logTicks, ticksBetween } from '../../../ui/charts/axis-ticks.js';
import type { ReadModel, ReadRow } from '../model/read-model.js';
import type { ChartTable } from './chart-table.js';
import { inMib } from './mib.js';

export type Direction = 'compress' | 'decompress';

/** A point of the scatter chart; speeds in MiB per second. */
export interface ParetoPoint {
  readonly row: ReadRow;
  readonly ratio: number;
  readonly speed: number;
  readonly speedLow: number;
  readonly speedHigh: number;
  readonly ratioLow: number;
  readonly ratioHigh: number;
  readonly onFrontier: boolean;
}

export interface ParetoAxes {
  readonly x: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  readonly y: { readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
}

/** Points of one direction; codecs in `hidden` are left out. */
export function paretoPoints(
  { rows }: ReadModel,
  direction: Direction,
  hidden: ReadonlySet<string>,
): readonly ParetoPoint[] {
  return rows
    .filter(({ result }) => !hidden.has(result.setting.codec))
    .map((row) => {
      const { ratio, ratioLow, ratioHigh, [direction]: series } = row.result;
      const onFrontier = row.onFrontier[direction === 'compress' ? 'write' : 'read'];
      const speed = inMib(series.median);
      const spread = { speedLow: inMib(series.q1), speedHigh: inMib(series.q3) };
      return { row, ratio, ratioLow, ratioHigh, speed, ...spread, onFrontier };
    });
}

/** The frontier in ascending order of the ratio. */
export function frontierOf(points: readonly ParetoPoint[]): readonly ParetoPoint[] {
  return points.filter(({ onFrontier }) => onFrontier).toSorted((a, b) => a.ratio - b.ratio);
}

export { stepCorners };

/** Settings whose ratios span less than this share of the axis would be a smear beside the plain copy. */
const MIN_SPAN = 0.25;

/**
 * Axes for the points. Ratios start at 1 or the lowest, or, where the ratios of all settings are close, below them: the plain copy is
 * then left of the axis. Speeds have their ticks at powers of ten and between, or are linear from zero.
 */
export function paretoAxes(points: readonly ParetoPoint[], isLog: boolean, isRatioLog = false): ParetoAxes {
  const { left: least, right } = ratioLimits(points);
  // Outputs of tiny data can be tens of times as large, and a logarithm has no 0.
  const left = isRatioLog && least <= 0 ? Math.min(...points.map(({ ratio }) => ratio)) / 2 : least;
  const speeds = points.filter(({ ratio }) => ratio >= left).map(({ speed }) => speed);
  const rightTicks = isRatioLog ? ratioTicks(left, right) : ticksBetween(left, right, 11);
  const high = Math.max(1, ...speeds) * 1.15;
  if (!isLog) {
    const y = { domain: [0, high] as const, ticks: ticksBetween(0, high, 6) };
    return { x: { domain: [left, right], ticks: rightTicks }, y };
  }
  const low = Math.max(1e-3, Math.min(high / 4, ...speeds) / 2);
  const y = { domain: [low, high * 1.3] as const, ticks: logTicks(low, high * 1.3) };
  return { x: { domain: [left, right], ticks: rightTicks }, y };
}

/** Where a range of ratios holds too few round numbers, they are as on the linear axis. */
function ratioTicks(left: number, right: number): readonly number[] {
  const ticks = logTicks(left, right);
  return ticks.length > 2 ? ticks : ticksBetween(left, right, 8);
}

function ratioLimits(points: readonly ParetoPoint[]): { readonly left: number; readonly right: number } {
  const all = points.map(({ ratio }) => ratio);
  const own = points.filter(({ row }) => !row.isCopy).map(({ ratio }) => ratio);
  const [low, high] = [Math.min(...own), Math.max(...own)];
  if (own.length > 1 && high - low < MIN_SPAN * (high - 1) && high > low) {
    const margin = (high - low) * 0.15;
    return { left: low - margin, right: high + margin };
  }
  const left = Math.min(1, ...all.map((ratio) => Math.floor(ratio * 10) / 10));
  return { left, right: Math.max(left + 0.5, ...all.map((ratio) => ratio * 1.06)) };
}

export function paretoTable(points: readonly ParetoPoint[], direction: Direction): ChartTable {
  return {
    heads: ['Setting', 'Ratio, ×', `${direction}, MiB/s`, 'First quartile', 'Third quartile', 'Frontier'],
    rows: points
      .toSorted((a, b) => a.ratio - b.ratio)
      .map(({ row, ratio, speed, speedLow, speedHigh, onFrontier }) => [
        row.name,
        ratio,
        speed,
        speedLow,
        speedHigh,
        onFrontier ? 'yes' : 'no',
      ]),
  };
}

/** A label with its position in pixels. */
export interface PlacedLabel {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
}

interface LabelRequest {
  readonly key: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const CHARACTER_PX = 6;
const LINE_PX = 13;

/** Puts each label at the first free position around its mark; labels without a free position are left out. */
export function placeLabels(
  requests: readonly LabelRequest[],
  marks: readonly { readonly x: number; readonly y: number }[],
  area: Box,
): readonly PlacedLabel[] {
  const taken: Box[] = marks.map(markBox);
  return requests.flatMap((request) => {
    const free = placesAround(request).find(
      ({ box }) => inside(box, area) && !taken.some((other) => touch(box, other)),
    );
    if (!free) return [];
    taken.push(free.box);
    return [free.label];
  });
}

/** Ends of a leader line, in pixels beside and below its mark, the nearest first. */
const LEADER_ENDS = [32, 56, 80, 104, -24].flatMap((dy) => [44, 20, 84].map((dx) => ({ dx, dy })));

/** Puts a label at the end of a line from its mark, left or right, where it covers the fewest marks and other labels. */
export function placeLeader(
  { key, text, x, y }: LabelRequest,
  marks: readonly { readonly x: number; readonly y: number }[],
  labels: readonly PlacedLabel[],
  area: Box,
): PlacedLabel {
  const taken = [...marks.map(markBox), ...labels.map(labelBox)];
  const places = LEADER_ENDS.flatMap(({ dx, dy }): PlacedLabel[] => [
    { key, text, x: x - dx, y: y + dy, anchor: 'end' },
    { key, text, x: x + dx, y: y + dy, anchor: 'start' },
  ]).map((label) => {
    const box = labelBox(label);
    const covered = taken.filter((other) => touch(box, other)).length;
    return { label, cost: inside(box, area) ? covered : Number.POSITIVE_INFINITY };
  });
  const [first] = places.toSorted((a, b) => a.cost - b.cost);
  return first?.label ?? { key, text, x, y, anchor: 'start' };
}

function markBox({ x, y }: { readonly x: number; readonly y: number }): Box {
  return { left: x - 5, right: x + 5, top: y - 5, bottom: y + 5 };
}

function labelBox({ text, x, y, anchor }: Omit<PlacedLabel, 'key'>): Box {
  const width = text.length * CHARACTER_PX;
  const left = x - (anchor === 'start' ? 0 : anchor === 'middle' ? width / 2 : width);
  return { left, right: left + width, top: y - LINE_PX + 3, bottom: y + 3 };
}

function placesAround({
  key,
  text,
  x,
  y,
}: LabelRequest): readonly { readonly label: PlacedLabel; readonly box: Box }[] {
  const place = (anchor: PlacedLabel['anchor'], dx: number, dy: number) => {
    const label = { key, text, x: x + dx, y: y + dy, anchor };
    return { label, box: labelBox(label) };
  };
  return [
    place('start', 8, -8),
    place('middle', 0, -9),
    place('start', 8, 16),
    place('end', -8, -8),
    place('start', 4, 18),
    place('middle', 0, 20),
    place('middle', 0, -22),
    place('end', -11, 4),
    place('end', -8, 18),
  ];
}

function inside(box: Box, area: Box): boolean {
  return box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
}

function touch(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
