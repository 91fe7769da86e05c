import { useMemo, useState } from 'react';
import { captionLines } from '../../../../shared/compare/caption.js';
import { durationWords, grouped } from '../../../../shared/compare/words.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { bandwidthOf } from '../model/goal-choice.js';
import { pinAsA, pinAsB, pinOf } from '../model/pins.js';
import { ChartFrame } from './ChartFrame.js';
import { ChartSurface } from './ChartSurface.js';
import styles from './chart.module.css';
import { codecColour } from './Mark.js';
import { inMib } from './mib.js';
import type { ChartProps } from './ParetoChart.js';
import { PinBadge } from './PinBadge.js';
import { roundTicks } from './scales.js';
import { shownBars, type TimeBar, type TimeFilter, timeBars, timeTable, UNCOMPRESSED_KEY } from './time-model.js';
import { nextInList, useMarkWalk, WALK_HELP } from './use-mark-walk.js';

const MOST_BARS = 12;
const ROW_PX = 20;
const TOP_PX = 6;
const AXIS_PX = 38;
const NAME_PX = 150;
const TOTAL_PX = 76;

/** Where the time goes at the goal's bandwidth: compress, transfer, decompress. */
export function TimeBars({ model, pins, onPins, asTable, onAsTable }: ChartProps) {
  const [filter, setFilter] = useState<TimeFilter>('all');
  const bars = useMemo(() => timeBars(model, filter), [model, filter]);
  const shown = shownBars(bars, pins, MOST_BARS);
  const keys = shown.map(({ key }) => key).filter((key) => key !== UNCOMPRESSED_KEY);
  const onKeyDown = useMarkWalk(
    {
      next: (active, arrow) => nextInList(keys, active, arrow),
      words: (key) => barWords(shown.find((bar) => bar.key === key)),
    },
    pins,
    onPins,
  );
  const { readsPerWrite } = model.choice;
  const bandwidth = grouped(Math.round(inMib(bandwidthOf(model.choice))));
  return (
    <ChartFrame
      title="Where the time goes"
      label={`Seconds of one write and ${readsPerWrite} reads at ${bandwidth} MiB/s, ${bars.length} bars`}
      asTable={asTable}
      onAsTable={onAsTable}
      table={timeTable(bars)}
      caption={captionLines(model.run)}
      legend={<PartLegend />}
      note={noteOf(bars.length, shown.length)}
      switches={
        <SegmentedControl
          label="Settings to show"
          size="small"
          value={filter}
          onChange={setFilter}
          segments={[
            { value: 'all', label: 'All' },
            { value: 'faster', label: 'Faster than none' },
            { value: 'close', label: 'Within 10 % of best' },
          ]}
        />
      }
    >
      <ChartSurface
        label={`Where the time goes: ${shown.slice(0, 6).map(barWords).join('; ')}`}
        help={WALK_HELP}
        onKeyDown={onKeyDown}
        height={() => TOP_PX + shown.length * ROW_PX + AXIS_PX}
      >
        {(width) => {
          const span = Math.max(...shown.map(({ total }) => total));
          const scale = (width - NAME_PX - TOTAL_PX) / span;
          const bottom = TOP_PX + shown.length * ROW_PX;
          return (
            <>
              <TimeAxis span={span} scale={scale} bottom={bottom} words={`seconds, 1 write + ${readsPerWrite} reads`} />
              {shown.map((bar, at) => (
                <g
                  key={bar.key}
                  className={styles.point}
                  transform={`translate(0 ${TOP_PX + at * ROW_PX})`}
                  onPointerUp={({ shiftKey }) =>
                    bar.key !== UNCOMPRESSED_KEY && onPins(shiftKey ? pinAsB(pins, bar.key) : pinAsA(pins, bar.key))
                  }
                >
                  <Bar bar={bar} scale={scale} width={width} isActive={pins.active === bar.key} />
                  <PinBadge x={16} y={ROW_PX / 2} letter={pinOf(pins, bar.key)} />
                </g>
              ))}
            </>
          );
        }}
      </ChartSurface>
    </ChartFrame>
  );
}

interface BarProps {
  readonly bar: TimeBar;
  /** Pixels a second. */
  readonly scale: number;
  readonly width: number;
  readonly isActive: boolean;
}

function Bar({ bar, scale, width, isActive }: BarProps) {
  const { name, codec, compress, transfer, decompress, total, isDefault } = bar;
  const colour = codecColour(codec);
  const [afterCompress, afterTransfer] = [NAME_PX + compress * scale, NAME_PX + (compress + transfer) * scale];
  return (
    <>
      <title>{barWords(bar)}</title>
      <rect x="2" width={width - 4} height={ROW_PX} rx="3" fill={isActive ? 'var(--selected)' : 'transparent'} />
      <text x={NAME_PX - 8} y="14" textAnchor="end" className={isDefault ? styles.ink : styles.soft}>
        {isDefault ? `${name} (default)` : name}
      </text>
      <rect x={NAME_PX} y="4" width={compress * scale} height="12" fill={colour} />
      <rect x={afterCompress} y="4" width={transfer * scale} height="12" fill="var(--axis)" fillOpacity="0.4" />
      <rect
        x={afterTransfer}
        y="4.75"
        width={Math.max(0, decompress * scale - 0.75)}
        height="10.5"
        fill={colour}
        fillOpacity="0.3"
        stroke={colour}
        strokeWidth={decompress > 0 ? 1.5 : 0}
      />
      <text x={NAME_PX + total * scale + 6} y="14" className={styles.ink}>
        {durationWords(total)}
      </text>
    </>
  );
}

interface AxisProps {
  readonly span: number;
  readonly scale: number;
  readonly bottom: number;
  readonly words: string;
}

function TimeAxis({ span, scale, bottom, words }: AxisProps) {
  return (
    <g>
      {roundTicks(0, span, 6).map((tick) => (
        <g key={tick}>
          <path d={`M${NAME_PX + tick * scale} ${TOP_PX}V${bottom}`} stroke="var(--grid)" />
          <text x={NAME_PX + tick * scale} y={bottom + 14} textAnchor="middle">
            {Number(tick.toPrecision(6))}
          </text>
        </g>
      ))}
      <path d={`M${NAME_PX} ${TOP_PX}V${bottom}`} stroke="var(--axis)" />
      <text x={NAME_PX + span * scale} y={bottom + 30} textAnchor="end">
        {words}
      </text>
    </g>
  );
}

function PartLegend() {
  const part = (name: string, fill: string, opacity: number, edge: boolean) => (
    <span className={styles.entry}>
      <svg width="14" height="10" aria-hidden="true">
        <rect
          x="0.75"
          y="0.75"
          width="12.5"
          height="8.5"
          fill={fill}
          fillOpacity={opacity}
          stroke={edge ? fill : 'none'}
        />
      </svg>
      {name}
    </span>
  );
  return (
    <>
      {part('compress', 'var(--ink-2)', 1, false)}
      {part('transfer', 'var(--axis)', 0.4, false)}
      {part('decompress', 'var(--ink-2)', 0.3, true)}
      <span className="dim">T = S/Vc + (1+n)·S/(r·B) + n·S/Vd</span>
    </>
  );
}

function barWords(bar: TimeBar | undefined): string {
  if (!bar) return '';
  const { name, compress, transfer, decompress, total } = bar;
  const parts = `compress ${durationWords(compress)}, transfer ${durationWords(transfer)}, decompress ${durationWords(decompress)}`;
  return `${name}: ${durationWords(total)} (${parts})`;
}

function noteOf(all: number, shown: number): string {
  const order = 'Codec and transfer one after the other; fastest first after no compression.';
  return shown < all ? `${order} ${shown} of ${all} bars; all of them stand in the table.` : order;
}
