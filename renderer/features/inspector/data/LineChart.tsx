import type { Ref } from 'react';
import { ticksBetween, tickText, wholeTicksBetween } from '../../../ui/charts/axis-ticks.js';
import { envelopePath, type LineValues, linePath, lineRange } from './line-paths.js';
import plots from './plots.module.css';

interface Props {
  readonly line: LineValues;
  /** Items of the axis in view, end-exclusive. `line` may be of other items until these are loaded. */
  readonly start: number;
  readonly end: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** The item of the active cell, which is marked. */
  readonly active: number;
  readonly label: string;
  readonly ref?: Ref<SVGSVGElement>;
}

/** Room for the labels of the axes, in pixels. */
export const lineMargins = { left: 44, right: 8, top: 6, bottom: 20 } as const;

/** The values along an axis as a line. */
export function LineChart({ line, start, end, width, height, active, label, ref }: Props) {
  const { left, right, top, bottom } = lineMargins;
  const [low, high] = widened(lineRange(line) ?? [0, 1]);
  const plotWidth = Math.max(1, width - left - right);
  const base = height - bottom;
  const x = (index: number) => left + ((index + 0.5 - start) / Math.max(1, end - start)) * plotWidth;
  const y = (value: number) => base - ((value - low) / (high - low)) * (base - top);
  const value = line.isEnvelope ? undefined : line.values[active - line.start];
  const scales = { x: line.isEnvelope ? (index: number) => x(index - 0.5) : x, y };
  const edge = (index: number) =>
    x(index) < left + 20 ? 'start' : x(index) > left + plotWidth - 20 ? 'end' : 'middle';
  return (
    <svg ref={ref} width={width} height={height} role="img" aria-label={label}>
      {ticksBetween(low, high, Math.max(2, (base - top) / 28)).map((tick) => (
        <g key={tick}>
          <path className={plots.gridline} d={`M${left} ${y(tick)}h${plotWidth}`} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {wholeTicksBetween(start, end, Math.max(2, plotWidth / 60)).map((tick) => (
        <text key={tick} x={x(tick)} y={base + 15} textAnchor={edge(tick)}>
          {tickText(tick)}
        </text>
      ))}
      {line.isEnvelope ? (
        <path className={plots.envelope} d={envelopePath(line, scales)} />
      ) : (
        <path className={plots.line} d={linePath(line, scales)} />
      )}
      {active >= start && active < end && value === undefined && (
        <path className={plots.axis} d={`M${x(active)} ${top}V${base}`} />
      )}
      {value !== undefined && Number.isFinite(value) && (
        <circle className={plots.dot} cx={x(active)} cy={y(value)} r={3.5} />
      )}
    </svg>
  );
}

/** A constant line runs through the middle. */
function widened([low, high]: readonly [number, number]): readonly [number, number] {
  if (high > low) return [low, high];
  const reach = Math.abs(low) / 10 || 1;
  return [low - reach, high + reach];
}
