import { type PointerEvent, type Ref, useState } from 'react';
import { tickTexts, wholeTicksBetween } from '../../../ui/charts/axis-ticks.js';
import { envelopePath, type LineValues, lineAt, linePath, lineRange } from './line-paths.js';
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

/** Room for the labels of the axes, in pixels: dates have ten characters. */
export const lineMargins = { left: 72, right: 8, top: 6, bottom: 20 } as const;

/** Room for a line of text above the plot. */
const textHeight = 16;

/** The values along an axis as a line, and the values under the pointer. */
export function LineChart({ line, start, end, width, height, active, label, ref }: Props) {
  const [hovered, setHovered] = useState<number>();
  const { left, right, bottom } = lineMargins;
  const top = lineMargins.top + textHeight;
  const [low, high] = widened(lineRange(line) ?? [0, 1]);
  const plotWidth = Math.max(1, width - left - right);
  const base = height - bottom;
  const x = (index: number) => left + ((index + 0.5 - start) / Math.max(1, end - start)) * plotWidth;
  const y = (value: number) => base - ((value - low) / (high - low)) * (base - top);
  const value = line.isEnvelope ? undefined : line.values[active - line.start];
  const scales = { x: line.isEnvelope ? (index: number) => x(index - 0.5) : x, y };
  const edge = (index: number) =>
    x(index) < left + 20 ? 'start' : x(index) > left + plotWidth - 20 ? 'end' : 'middle';
  const rows = line.notation.ticks(low, high, Math.max(2, (base - top) / 28));
  const columns = wholeTicksBetween(start, end, Math.max(2, plotWidth / 60));
  const { texts, offset } = line.notation.tickTexts(rows);
  const columnTexts = tickTexts(columns);
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const index = Math.floor(start + ((at - left) / plotWidth) * (end - start));
    setHovered(index >= start && index < end ? index : undefined);
  };
  return (
    <svg
      ref={ref}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      onPointerMove={onPointerMove}
      onPointerLeave={() => setHovered(undefined)}
    >
      {offset && (
        <text x={0} y={12}>
          {offset}
        </text>
      )}
      {rows.map((tick, at) => (
        <g key={tick}>
          <path className={plots.gridline} d={`M${left} ${y(tick)}h${plotWidth}`} />
          <text x={left - 6} y={y(tick) + 4} textAnchor="end">
            {texts[at]}
          </text>
        </g>
      ))}
      {columns.map((tick, at) => (
        <text key={tick} x={x(tick)} y={base + 15} textAnchor={edge(tick)}>
          {columnTexts.texts[at]}
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
      {hovered !== undefined && (
        <>
          <path className={plots.axis} d={`M${x(hovered)} ${top}V${base}`} />
          <text x={width - right} y={12} textAnchor="end">
            {readout(line, hovered, high - low)}
          </text>
        </>
      )}
    </svg>
  );
}

/** `[1,203]: 0.25`, or the indices and both values of a range. */
function readout(line: LineValues, index: number, range: number): string {
  const found = lineAt(line, index);
  if (!found) return '';
  const [low = Number.NaN, high = low] = found.values;
  const text = (value: number) => (Number.isNaN(value) ? 'no number' : line.notation.text(value, range));
  const values = low === high || Number.isNaN(low) ? text(low) : `${text(low)} to ${text(high)}`;
  const last = found.to - 1;
  const place =
    last > found.from ? `${found.from.toLocaleString()} to ${last.toLocaleString()}` : found.from.toLocaleString();
  return `[${place}]: ${values}`;
}

/** A constant line runs through the middle. */
function widened([low, high]: readonly [number, number]): readonly [number, number] {
  if (high > low) return [low, high];
  const reach = Math.abs(low) / 10 || 1;
  return [low - reach, high + reach];
}
