import type { PointerEvent } from 'react';
import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { Pins } from '../../../app/comparison/pins.js';
import { pinOf } from '../../../app/comparison/pins.js';
import styles from './chart.module.css';
import { codecColour, FilterShape } from './Mark.js';
import {
  frontierOf,
  type ParetoAxes,
  type ParetoPoint,
  type PlacedLabel,
  placeLabels,
  placeLeader,
  stepCorners,
} from './pareto-model.js';

interface Props {
  readonly points: readonly ParetoPoint[];
  readonly others: readonly ParetoPoint[];
  readonly axes: ParetoAxes;
  readonly pins: Pins;
  readonly onHover: (hover: Hover | undefined) => void;
  readonly onPick: (key: string, event: PointerEvent) => void;
}

export interface Hover {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

/** With more points than this, those that are not on the frontier are drawn as dots. */
const MAX_SHAPES = 400;

interface Placed {
  readonly point: ParetoPoint;
  readonly x: number;
  readonly y: number;
}

/** Frontier, marks, error bars, labels and pins inside a recharts chart, positioned with its scales. */
export function ParetoMarks({ points, others, axes, pins, onHover, onPick }: Props) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const area = usePlotArea();
  if (!xScale || !yScale || !area) return null;
  const at = ({ ratio, speed }: { readonly ratio: number; readonly speed: number }) => ({
    x: xScale(ratio) ?? 0,
    y: yScale(speed) ?? 0,
  });
  const placed = points.map((point): Placed => ({ point, ...at(point) }));
  const frontier = placed.filter(({ point }) => point.onFrontier).toSorted((a, b) => a.x - b.x);
  const bounds = { left: area.x, top: area.y - 22, right: area.x + area.width + 14, bottom: area.y + area.height };
  const fallback = placed.find(({ point }) => point.row.isDefault);
  const marks = placed.flatMap(({ point, x, y }) => [
    { x, y },
    ...(pinOf(pins, point.row.key) ? [{ x: x - 13, y: y + 13 }] : []),
  ]);
  const labels = placeLabels(
    [
      ...[...frontier].reverse().map(({ point, x, y }) => ({ key: point.row.key, text: levelLabel(point), x, y })),
      ...placed
        .filter(({ point }) => point.row.isCopy)
        .map(({ point, x, y }) => ({ key: point.row.key, text: point.row.name, x, y })),
    ],
    marks,
    bounds,
  );
  const leader =
    fallback &&
    placeLeader({ key: 'default', text: 'Bloscpack default', x: fallback.x, y: fallback.y }, marks, labels, bounds);
  return (
    <g>
      <Frontier frontier={frontierOf(points)} at={at} bottom={area.y + area.height} left={area.x} top={axes} />
      {others
        .filter(({ ratio }) => ratio >= axes.x.domain[0])
        .map((point) => {
          const { x, y } = at(point);
          return (
            <g
              key={point.row.key}
              transform={`translate(${x} ${y})`}
              fill="none"
              stroke={codecColour(point.row.result.setting.codec)}
              opacity=".6"
            >
              <FilterShape shuffle={shapeOf(point)} />
            </g>
          );
        })}
      {placed
        .filter(({ point }) => !point.onFrontier)
        .map((item) => (
          <g key={item.point.row.key}>
            {points.length <= MAX_SHAPES && <ErrorBars point={item.point} xScale={xScale} yScale={yScale} />}
            <Point {...item} dot={points.length > MAX_SHAPES} onHover={onHover} onPick={onPick} />
          </g>
        ))}
      {frontier.map((item) => (
        <g key={item.point.row.key}>
          <ErrorBars point={item.point} xScale={xScale} yScale={yScale} />
          <Point {...item} dot={false} onHover={onHover} onPick={onPick} />
        </g>
      ))}
      {fallback && leader && <Leader from={fallback} label={leader} />}
      {labels.map(({ key, text, x, y, anchor }) => (
        <text key={key} x={x} y={y} textAnchor={anchor} className={styles.ink}>
          {text}
        </text>
      ))}
      {placed.map(({ point, x, y }) => (
        <Pin
          key={point.row.key}
          x={x}
          y={y}
          letter={pinOf(pins, point.row.key)}
          active={pins.active === point.row.key}
        />
      ))}
    </g>
  );
}

/** Codec and level; the shape of the mark shows the filter. */
function levelLabel({ row }: ParetoPoint): string {
  const { codec, level } = row.result.setting;
  return `${codec} ${level}`;
}

function shapeOf({ row }: ParetoPoint) {
  return row.isCopy ? 'copy' : row.result.setting.shuffle;
}

interface FrontierProps {
  readonly frontier: readonly ParetoPoint[];
  readonly at: (point: { readonly ratio: number; readonly speed: number }) => {
    readonly x: number;
    readonly y: number;
  };
  readonly bottom: number;
  readonly left: number;
  readonly top: ParetoAxes;
}

function Frontier({ frontier, at, bottom, left }: FrontierProps) {
  const corners = stepCorners(frontier).map(at);
  const first = corners[0];
  const last = corners.at(-1);
  if (frontier.length < 2 || !first || !last) return null;
  const line = `M${left} ${first.y}${corners.map(({ x, y }) => `L${x} ${y}`).join('')}V${bottom}`;
  return (
    <>
      <path d={`${line}H${left}Z`} fill="var(--ink)" opacity=".035" />
      <path d={line} fill="none" stroke="var(--ink-2)" strokeWidth="1.25" />
    </>
  );
}

interface PointProps extends Placed {
  readonly dot: boolean;
  readonly onHover: Props['onHover'];
  readonly onPick: Props['onPick'];
}

function Point({ point, x, y, dot, onHover, onPick }: PointProps) {
  const { row, onFrontier } = point;
  const { codec } = row.result.setting;
  const outlined = row.isCopy;
  const colour = codecColour(codec);
  const strong = onFrontier || row.isDefault || row.isCopy;
  return (
    <g
      className={styles.point}
      transform={`translate(${x} ${y})`}
      fill={outlined ? 'none' : colour}
      stroke={outlined ? colour : row.isDefault ? 'var(--ink)' : onFrontier ? 'var(--plot)' : colour}
      strokeWidth={outlined ? 1.75 : row.isDefault ? 1.25 : 1}
      opacity={strong ? 1 : dot ? 0.3 : 0.6}
      onPointerEnter={() => onHover({ key: row.key, x, y })}
      onPointerLeave={() => onHover(undefined)}
      onPointerUp={(event) => onPick(row.key, event)}
    >
      <circle r="9" fill="transparent" stroke="none" />
      {dot ? <circle r="1.5" /> : <FilterShape shuffle={shapeOf(point)} />}
    </g>
  );
}

interface ErrorBarProps {
  readonly point: ParetoPoint;
  readonly xScale: (value: unknown) => number | undefined;
  readonly yScale: (value: unknown) => number | undefined;
}

/** First to third quartile of the speeds, and the interval of the ratio. */
function ErrorBars({ point, xScale, yScale }: ErrorBarProps) {
  const x = xScale(point.ratio);
  const y = yScale(point.speed);
  return (
    <path
      d={`M${x} ${yScale(point.speedLow)}V${yScale(point.speedHigh)}M${xScale(point.ratioLow)} ${y}H${xScale(point.ratioHigh)}`}
      stroke="var(--ink-2)"
      strokeWidth="1"
      opacity={point.onFrontier ? 1 : 0.5}
    />
  );
}

interface LeaderProps {
  readonly from: { readonly x: number; readonly y: number };
  readonly label: PlacedLabel;
}

/** A name that would not be understood without a line to its mark. */
function Leader({ from, label: { text, x, y, anchor } }: LeaderProps) {
  const side = anchor === 'end' ? -1 : 1;
  const [start, end] = y > from.y ? [from.y + 4, y - 6] : [from.y - 4, y];
  return (
    <g pointerEvents="none">
      <path d={`M${from.x + side * 6} ${start}L${x - side * 4} ${end}`} stroke="var(--ink-3)" />
      <text x={x} y={y} textAnchor={anchor} className={styles.soft}>
        {text}
      </text>
    </g>
  );
}

interface PinProps {
  readonly x: number;
  readonly y: number;
  readonly letter: 'A' | 'B' | undefined;
  readonly active: boolean;
}

function Pin({ x, y, letter, active }: PinProps) {
  return (
    <g pointerEvents="none">
      {(letter || active) && (
        <circle
          cx={x}
          cy={y}
          r="9"
          fill="none"
          stroke={active ? 'var(--focus)' : 'var(--ink)'}
          strokeWidth={active ? 2 : 1.5}
        />
      )}
      {letter && (
        <>
          <circle cx={x - 13} cy={y + 13} r="8" fill="var(--ink)" />
          <text x={x - 13} y={y + 17} textAnchor="middle" className={styles.inverse}>
            {letter}
          </text>
        </>
      )}
    </g>
  );
}
