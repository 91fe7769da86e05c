import { useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { captionLines } from '../../../../shared/compare/caption.js';
import { grouped } from '../../../../shared/compare/words.js';
import { bandwidthWords, storageOf } from '../../../app/comparison/goal-choice.js';
import { pinOf } from '../../../app/comparison/pins.js';
import { powerTicks } from '../../../ui/charts/axis-ticks.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { ChartFrame } from './ChartFrame.js';
import styles from './chart.module.css';
import { codecColour, codecDash, codecStroke, LineSample } from './Mark.js';
import { inMib, mibText } from './mib.js';
import type { ChartProps } from './ParetoChart.js';
import { ThroughputMarks } from './ThroughputMarks.js';
import {
  BANDWIDTHS,
  bandwidthFor,
  copyCeiling,
  effectiveAt,
  effectiveFormula,
  NO_COMPRESSION,
  type ThroughputLine,
  throughputLines,
  throughputPoints,
  throughputTable,
  type Use,
} from './throughput-model.js';

interface Props extends ChartProps {
  readonly onOverlap: (overlap: boolean) => void;
}

/** Pixels of a character in the names of the lines, which are at the right of the plot. */
const CHARACTER_PX = 6.2;
const MIN_LABEL_PX = 106;

const TICKS = powerTicks(BANDWIDTHS.low, BANDWIDTHS.high, 10);

/** Effective throughput for storage of any bandwidth, computed from the measured speeds with the shown formula. */
export function ThroughputChart({ model, pins, asTable, onAsTable, onOverlap }: Props) {
  const [use, setUse] = useState<Use>('total');
  const [width, setWidth] = useState(640);
  const { readsPerWrite: reads, overlap } = model.choice;
  const lines = useMemo(() => throughputLines(model, pins), [model, pins]);
  const all = useMemo(() => [NO_COMPRESSION, ...lines], [lines]);
  const points = useMemo(() => throughputPoints(all, use, reads, overlap), [all, use, reads, overlap]);
  const bandwidth = inMib(bandwidthFor(use, reads, storageOf(model.choice)));
  const ceiling = copyCeiling(model, use, reads);
  const lowest = lowestOf(points, all);
  const marked = lines.find(({ key }) => pins.a === key) ?? lines[0];
  const longest = Math.max(...all.map(({ name }) => name.length));
  const margin = { top: 24, right: Math.max(MIN_LABEL_PX, 20 + longest * CHARACTER_PX), bottom: 0, left: 0 };
  return (
    <ChartFrame
      title="Effective throughput"
      label={`Effective throughput against storage bandwidth, ${lines.length} settings`}
      asTable={asTable}
      onAsTable={onAsTable}
      table={throughputTable(all, points)}
      caption={captionLines(model.run)}
      conditions={`${effectiveFormula(use, reads, overlap)}; storage: ${bandwidthWords(storageOf(model.choice))}.`}
      keys={all.map(({ name, codec }) => ({ name, colour: codecColour(codec) }))}
      legend={<span className="dim">{effectiveFormula(use, reads, overlap)}</span>}
      switches={<Switches use={use} onUse={setUse} reads={reads} overlap={overlap} onOverlap={onOverlap} />}
    >
      <div
        className={styles.plot}
        role="img"
        aria-label={`Effective throughput: ${orderWords(all, use, reads, overlap, bandwidth)}`}
      >
        <ResponsiveContainer
          width="100%"
          height="100%"
          onResize={setWidth}
          initialDimension={{ width: 640, height: 280 }}
        >
          <LineChart data={[...points]} margin={margin} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--grid)" syncWithTicks />
            <XAxis
              type="number"
              dataKey="bandwidth"
              scale="log"
              domain={[BANDWIDTHS.low, BANDWIDTHS.high]}
              ticks={[...TICKS]}
              tickFormatter={grouped}
              stroke="var(--axis)"
              tickSize={4}
              height={38}
            />
            <YAxis
              type="number"
              scale="log"
              domain={[lowest, Math.max(BANDWIDTHS.high, (ceiling ?? 0) * 1.2)]}
              ticks={[...powerTicks(lowest, BANDWIDTHS.high, 10)]}
              tickFormatter={grouped}
              axisLine={false}
              tickLine={false}
              width={56}
              allowDataOverflow
              interval={0}
            />
            {all.map(({ key, codec }) => (
              <Line
                key={key}
                type="linear"
                dataKey={key}
                dot={false}
                activeDot={false}
                stroke={codecColour(codec)}
                strokeWidth={codecStroke(codec)}
                style={{ strokeDasharray: codecDash(codec) }}
                isAnimationActive={false}
              />
            ))}
            <text x={16} y={12}>
              effective, MiB/s, log
            </text>
            <text x={width - margin.right} y={274} textAnchor="end">
              storage bandwidth, MiB/s, log
            </text>
            <ThroughputMarks
              lines={lines}
              use={use}
              reads={reads}
              overlap={overlap}
              bandwidth={bandwidth}
              ceiling={ceiling}
              marked={marked && { line: marked, letter: pinOf(pins, marked.key) ?? marked.name }}
            />
          </LineChart>
        </ResponsiveContainer>
        <Order lines={all} use={use} reads={reads} overlap={overlap} bandwidth={bandwidth} rightPx={margin.right + 4} />
      </div>
    </ChartFrame>
  );
}

/** The lower end of the speed axis: below every drawn curve, but no higher than usual. */
function lowestOf(points: ReturnType<typeof throughputPoints>, lines: readonly ThroughputLine[]): number {
  const values = points.flatMap((point) => lines.flatMap(({ key }) => point[key] ?? []));
  return Math.min(HIGHEST_LOW, ...values.map((value) => value * 0.8));
}

const HIGHEST_LOW = 30;

interface SwitchesProps {
  readonly use: Use;
  readonly onUse: (use: Use) => void;
  readonly reads: number;
  readonly overlap: boolean;
  readonly onOverlap: (overlap: boolean) => void;
}

function Switches({ use, onUse, reads, overlap, onOverlap }: SwitchesProps) {
  return (
    <>
      <SegmentedControl
        label="Use"
        size="small"
        value={use}
        onChange={onUse}
        segments={[
          { value: 'write', label: 'Write' },
          { value: 'read', label: 'Read' },
          { value: 'total', label: `1 write + ${reads} reads` },
        ]}
      />
      <SegmentedControl
        label="Codec and transfer"
        size="small"
        value={overlap ? 'overlap' : 'apart'}
        onChange={(value) => onOverlap(value === 'overlap')}
        segments={[
          { value: 'apart', label: 'No overlap' },
          { value: 'overlap', label: 'Overlap' },
        ]}
      />
    </>
  );
}

function ordered(lines: readonly ThroughputLine[], use: Use, reads: number, overlap: boolean, bandwidth: number) {
  return lines
    .map((line) => ({ ...line, speed: effectiveAt(use, reads, line.speeds, bandwidth, overlap) }))
    .toSorted((a, b) => b.speed - a.speed);
}

function orderWords(...args: Parameters<typeof ordered>): string {
  return ordered(...args)
    .map(({ name, speed }) => `${name} ${mibText(speed * 2 ** 20)} MiB/s`)
    .join(', ');
}

interface OrderProps {
  readonly lines: readonly ThroughputLine[];
  readonly use: Use;
  readonly reads: number;
  readonly overlap: boolean;
  readonly bandwidth: number;
  /** From the right edge of the chart: the names at the ends of the lines have to stay free. */
  readonly rightPx: number;
}

/** The lines in the order of their throughput at the user's bandwidth. */
function Order({ lines, use, reads, overlap, bandwidth, rightPx }: OrderProps) {
  return (
    <div className={styles.reading} style={{ right: rightPx }}>
      <div className="strong">At {grouped(Math.round(bandwidth))} MiB/s</div>
      <ol>
        {ordered(lines, use, reads, overlap, bandwidth).map(({ key, name, codec, speed }) => (
          <li key={key}>
            <LineSample codec={codec} />
            <span>{name}</span>
            <span className={styles.number}>{mibText(speed * 2 ** 20)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
