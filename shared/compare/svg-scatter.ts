import { escapeHtml } from './escape-html.js';
import { CODEC_MARKS } from './palette.js';
import { frontiersOf, stepCorners } from './pareto.js';
import type { Measured } from './result.js';
import { settingWords } from './setting.js';
import { grouped } from './words.js';

const WIDTH = 640;
const HEIGHT = 400;
const PLOT = { left: 64, right: 616, top: 40, bottom: 352 } as const;
const MIB = 2 ** 20;

/** Functions from values to positions in the chart. */
interface Scales {
  readonly x: (ratio: number) => number;
  readonly y: (speed: number) => number;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

/** A chart of ratio against one speed (log2) as SVG: marks, error bars, step frontier and labels. */
export function scatterSvg(measured: readonly Measured[], direction: 'compress' | 'decompress'): string {
  const point = (result: Measured) => ({ ratio: result.ratio, speed: result[direction].median });
  const scales = scalesOf(
    measured.map(point),
    measured.map((result) => result[direction].q3),
  );
  const isOn = frontiersOf(measured);
  const onFrontier = ({ setting }: Measured): boolean => isOn(setting)[direction === 'compress' ? 'write' : 'read'];
  const frontier = measured.filter(onFrontier).toSorted((a, b) => a.ratio - b.ratio);
  const parts = [
    ...axes(scales, direction),
    frontierPath(frontier.map(point), scales),
    ...measured.map((result) => mark(result, direction, scales, onFrontier(result))),
    ...labels(frontier, direction, scales),
  ];
  const title = `Ratio against ${direction} speed`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-family="sans-serif" font-size="11">${parts.join('')}</svg>`;
}

function scalesOf(points: readonly { ratio: number; speed: number }[], highs: readonly number[]): Scales {
  const most = Math.max(2, ...points.map(({ ratio }) => ratio)) * 1.08;
  const logs = [...points.map(({ speed }) => speed), ...highs].map((speed) => Math.log2(Math.max(speed, 1) / MIB));
  const [low, high] = [Math.floor(Math.min(...logs, 4)), Math.ceil(Math.max(...logs, 5))];
  const xStep = most > 40 ? 10 : most > 16 ? 4 : most > 8 ? 2 : 1;
  const yStep = high - low > 8 ? 2 : 1;
  return {
    x: (ratio) => PLOT.left + (Math.min(ratio, most) / most) * (PLOT.right - PLOT.left),
    y: (speed) => PLOT.bottom - ((Math.log2(Math.max(speed, 1) / MIB) - low) / (high - low)) * (PLOT.bottom - PLOT.top),
    xTicks: Array.from({ length: Math.floor(most / xStep) + 1 }, (_, index) => index * xStep),
    yTicks: Array.from({ length: Math.floor((high - low) / yStep) + 1 }, (_, index) => 2 ** (low + index * yStep)),
  };
}

function axes({ x, y, xTicks, yTicks }: Scales, direction: string): readonly string[] {
  const label = (text: string, at: readonly [number, number], anchor: string): string =>
    `<text x="${place(at[0])}" y="${place(at[1])}" text-anchor="${anchor}" fill="#5b6470">${text}</text>`;
  return [
    label(`${direction}, MiB/s, log₂`, [PLOT.left - 56, 20], 'start'),
    label('better ↗', [PLOT.right, 20], 'end'),
    label('ratio, uncompressed ÷ stored', [PLOT.right, HEIGHT - 8], 'end'),
    ...yTicks.map((tick) => {
      const at = place(y(tick * MIB));
      const line = `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${at}" y2="${at}" stroke="#e3e7ec"/>`;
      return line + label(grouped(tick), [PLOT.left - 8, y(tick * MIB) + 4], 'end');
    }),
    ...xTicks.map((tick) => label(`${tick}×`, [x(tick), PLOT.bottom + 16], 'middle')),
  ];
}

function frontierPath(points: readonly { ratio: number; speed: number }[], { x, y }: Scales): string {
  if (points.length < 2) return '';
  const path = stepCorners(points).map(({ ratio, speed }) => `${place(x(ratio))} ${place(y(speed))}`);
  return `<path d="M${path.join('L')}" fill="none" stroke="#3a424d"/>`;
}

function mark(result: Measured, direction: 'compress' | 'decompress', { x, y }: Scales, onFrontier: boolean): string {
  const { setting, ratio, ratioLow, ratioHigh } = result;
  const { median, q1, q3 } = result[direction];
  const color = CODEC_MARKS[setting.codec].light;
  const [left, top] = [x(ratio), y(median)];
  const bars = [
    `<line x1="${place(left)}" x2="${place(left)}" y1="${place(y(q1))}" y2="${place(y(q3))}" stroke="${color}"/>`,
    `<line x1="${place(x(ratioLow))}" x2="${place(x(ratioHigh))}" y1="${place(top)}" y2="${place(top)}" stroke="${color}"/>`,
  ];
  const name = escapeHtml(`${settingWords(setting)}: ${ratio.toFixed(2)}×, ${(median / MIB).toFixed(0)} MiB/s`);
  const opacity = onFrontier ? 1 : 0.35;
  return `<g opacity="${opacity}"><title>${name}</title>${bars.join('')}${shape(setting, left, top, color)}</g>`;
}

/** Largest size of a label. */
const LABEL = { width: 64, height: 12 } as const;

/** Names along the frontier, above or below their marks; names that would overlap others are left out. */
function labels(
  frontier: readonly Measured[],
  direction: 'compress' | 'decompress',
  { x, y }: Scales,
): readonly string[] {
  const taken: (readonly [left: number, top: number])[] = [];
  const isFree = ([left, top]: readonly [number, number]): boolean =>
    taken.every(([l, t]) => Math.abs(left - l) >= LABEL.width || Math.abs(top - t) >= LABEL.height);
  return frontier.flatMap((result) => {
    const { codec, level } = result.setting;
    const [left, top] = [x(result.ratio) + 8, y(result[direction].median)];
    const at = (
      [
        [left, top - 6],
        [left, top + 14],
      ] as const
    ).find(isFree);
    if (!at) return [];
    taken.push(at);
    const text = codec === 'copy' ? 'plain copy' : `${codec} ${level}`;
    return [`<text x="${place(at[0])}" y="${place(at[1])}" fill="#1d232b">${text}</text>`];
  });
}

/** Circle for no shuffle, triangle for bytes, diamond for bits, an empty square for plain copy. */
function shape({ codec, shuffle }: Measured['setting'], x: number, y: number, color: string): string {
  if (codec === 'copy') {
    return `<rect x="${place(x - 5)}" y="${place(y - 5)}" width="10" height="10" fill="#fff" stroke="${color}" stroke-width="2"/>`;
  }
  if (shuffle === 'none') return `<circle cx="${place(x)}" cy="${place(y)}" r="5" fill="${color}"/>`;
  const corners =
    shuffle === 'byte'
      ? [
          [0, -6],
          [5.5, 4.5],
          [-5.5, 4.5],
        ]
      : [
          [0, -6.5],
          [6.5, 0],
          [0, 6.5],
          [-6.5, 0],
        ];
  const points = corners.map(([dx = 0, dy = 0]) => `${place(x + dx)},${place(y + dy)}`);
  return `<polygon points="${points.join(' ')}" fill="${color}"/>`;
}

function place(value: number): string {
  return (Math.round(value * 10) / 10).toString();
}
