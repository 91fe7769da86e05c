import { useMemo } from 'react';
import { captionLines } from '../../../../shared/compare/caption.js';
import { binarySize } from '../../../../shared/compare/words.js';
import { pinAsA, pinAsB, pinOf } from '../model/pins.js';
import { ChartFrame } from './ChartFrame.js';
import { ChartSurface } from './ChartSurface.js';
import styles from './chart.module.css';
import {
  CHUNK_PANELS,
  type ChunkCharts,
  type ChunkPanel,
  chunkChartsOf,
  chunkTable,
  panelDomain,
  panelValue,
} from './chunk-size-model.js';
import { codecColour, codecStroke, FilterShape, LineSample } from './Mark.js';
import type { ChartProps } from './ParetoChart.js';
import { PinBadge } from './PinBadge.js';
import { roundTicks } from './scales.js';
import type { AxisLine } from './slice-model.js';
import { type Arrow, useMarkWalk, WALK_HELP } from './use-mark-walk.js';

// The order of the table is that of the panels.
const PANELS = Object.keys(CHUNK_PANELS) as ChunkPanel[];
const DEFAULT_BYTES = 2 ** 20;
const HEIGHT_PX = 200;
const PLOT = { left: 50, right: 16, top: 26, bottom: 36 } as const;

/** Which chunk size: ratio, write and read speed over it, one panel each. Nothing for one chunk size. */
export function ChunkSizeChart({ model, pins, onPins, asTable, onAsTable }: ChartProps) {
  const charts = useMemo(() => chunkChartsOf(model), [model]);
  const onKeyDown = useMarkWalk(
    {
      next: (active, arrow) => charts && nextPoint(charts.lines, active, arrow),
      words: (key) => pointWords(charts?.lines ?? [], key),
    },
    pins,
    onPins,
  );
  if (!charts) return null;
  const { lines, sizes, common } = charts;
  return (
    <ChartFrame
      title="Chunk size"
      label={`Ratio, compress and decompress speed against chunk size, ${lines.length} settings, ${sizes.length} sizes`}
      wide
      asTable={asTable}
      onAsTable={onAsTable}
      table={chunkTable(charts)}
      caption={captionLines(model.run)}
      legend={lines.map(({ name, codec }) => (
        <span key={name} className={styles.entry}>
          <LineSample codec={codec} />
          {name}
        </span>
      ))}
      note={`The best setting of each codec for the goal. Bars: middle half of the repeats, 95 % of the ratio.${common && ` All: ${common}.`}`}
    >
      <ChartSurface
        label={`Chunk size: ${lines.map(lineWords).join('; ')}`}
        help={WALK_HELP}
        onKeyDown={onKeyDown}
        height={() => HEIGHT_PX}
      >
        {(width) =>
          PANELS.map((panel, at) => (
            <g key={panel} transform={`translate(${(at * width) / PANELS.length} 0)`}>
              <Panel charts={charts} panel={panel} width={width / PANELS.length} pins={pins} onPins={onPins} />
            </g>
          ))
        }
      </ChartSurface>
    </ChartFrame>
  );
}

interface PanelProps extends Pick<ChartProps, 'pins' | 'onPins'> {
  readonly charts: ChunkCharts;
  readonly panel: ChunkPanel;
  readonly width: number;
}

function Panel({ charts: { sizes, lines }, panel, width, pins, onPins }: PanelProps) {
  const [first, last] = [Math.log2(sizes[0] ?? 1), Math.log2(sizes.at(-1) ?? 2)];
  const [low, high] = panelDomain(lines, panel);
  const [right, bottom] = [width - PLOT.right, HEIGHT_PX - PLOT.bottom];
  const x = (size: number) => PLOT.left + 8 + ((Math.log2(size) - first) / (last - first)) * (right - PLOT.left - 16);
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - PLOT.top);
  return (
    <>
      <text x="16" y="14" className={styles.soft}>
        {CHUNK_PANELS[panel]}
      </text>
      {roundTicks(low, high, 4).map((tick) => (
        <g key={tick}>
          <path d={`M${PLOT.left} ${y(tick)}H${right}`} stroke="var(--grid)" />
          <text x={PLOT.left - 6} y={y(tick) + 4} textAnchor="end">
            {Number(tick.toPrecision(6)).toLocaleString('en')}
          </text>
        </g>
      ))}
      {sizes.includes(DEFAULT_BYTES) && (
        <path d={`M${x(DEFAULT_BYTES)} ${PLOT.top - 6}V${bottom}`} stroke="var(--ink-3)" strokeDasharray="2 3" />
      )}
      <path d={`M${PLOT.left} ${bottom}H${right}`} stroke="var(--axis)" />
      {labelled(sizes).map((size) => (
        <text
          key={size}
          x={x(size)}
          y={bottom + 15}
          textAnchor="middle"
          className={size === DEFAULT_BYTES ? styles.ink : undefined}
        >
          {binarySize(size)}
        </text>
      ))}
      <text x={right} y={bottom + 31} textAnchor="end">
        chunk size, log₂{sizes.includes(DEFAULT_BYTES) && '; dashed: default 1 MiB'}
      </text>
      {lines.map((line) => (
        <Line key={line.name} line={line} panel={panel} x={x} y={y} pins={pins} onPins={onPins} />
      ))}
    </>
  );
}

interface LineProps extends Pick<ChartProps, 'pins' | 'onPins'> {
  readonly line: AxisLine;
  readonly panel: ChunkPanel;
  readonly x: (size: number) => number;
  readonly y: (value: number) => number;
}

function Line({ line: { codec, shuffle, points }, panel, x, y, pins, onPins }: LineProps) {
  const colour = codecColour(codec);
  const placed = points.map(({ value: size, row }) => ({ row, at: x(size), ...panelValue(row, panel) }));
  return (
    <g>
      <path
        d={placed.map(({ at, value }, index) => `${index === 0 ? 'M' : 'L'}${at} ${y(value)}`).join('')}
        fill="none"
        stroke={colour}
        strokeWidth={codecStroke(codec)}
      />
      {placed.map(({ row, at, value, low, high }) => (
        <g
          key={row.key}
          className={styles.point}
          onPointerUp={({ shiftKey }) => onPins(shiftKey ? pinAsB(pins, row.key) : pinAsA(pins, row.key))}
        >
          <title>{`${row.name}: ${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)}) ${CHUNK_PANELS[panel]}`}</title>
          <path d={`M${at} ${y(low)}V${y(high)}M${at - 3} ${y(low)}h6M${at - 3} ${y(high)}h6`} stroke="var(--ink-2)" />
          <g transform={`translate(${at} ${y(value)}) scale(0.8)`} fill={colour} stroke="var(--plot)">
            <FilterShape shuffle={shuffle} />
          </g>
          {pins.active === row.key && (
            <circle cx={at} cy={y(value)} r="8" fill="none" stroke="var(--focus)" strokeWidth="2" />
          )}
          <PinBadge x={at - 12} y={y(value) + 12} letter={pinOf(pins, row.key)} />
        </g>
      ))}
    </g>
  );
}

/** At most five sizes have room for their words; the default is one of them. */
function labelled(sizes: readonly number[]): readonly number[] {
  const step = Math.ceil(sizes.length / 5);
  const anchor = Math.max(0, sizes.indexOf(DEFAULT_BYTES));
  return sizes.filter((_, at) => (at - anchor) % step === 0);
}

function lineWords({ name, points }: AxisLine): string {
  const words = points.map(({ value, row }) => `${binarySize(value)} ratio ${row.result.ratio.toFixed(2)}`);
  return `${name}: ${words.join(', ')}`;
}

function pointWords(lines: readonly AxisLine[], key: string): string {
  for (const { name, points } of lines) {
    const point = points.find(({ row }) => row.key === key);
    if (!point) continue;
    const [write, read] = [panelValue(point.row, 'compress'), panelValue(point.row, 'decompress')];
    const speeds = `compress ${Math.round(write.value)} MiB/s, decompress ${Math.round(read.value)} MiB/s`;
    return `${name}, ${binarySize(point.value)}: ratio ${point.row.result.ratio.toFixed(2)}, ${speeds}`;
  }
  return '';
}

/** Left and Right lead along a line, Up and Down to the line before or after. */
export function nextPoint(lines: readonly AxisLine[], active: string | undefined, arrow: Arrow): string | undefined {
  const line = lines.findIndex(({ points }) => points.some(({ row }) => row.key === active));
  if (line < 0) return lines[0]?.points[0]?.row.key;
  const at = lines[line]?.points.findIndex(({ row }) => row.key === active) ?? 0;
  const across = arrow === 'ArrowUp' ? -1 : arrow === 'ArrowDown' ? 1 : 0;
  const along = arrow === 'ArrowLeft' ? -1 : arrow === 'ArrowRight' ? 1 : 0;
  return lines[line + across]?.points[at + along]?.row.key;
}
