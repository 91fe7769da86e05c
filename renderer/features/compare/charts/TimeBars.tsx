import { useMemo, useState } from 'react';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { captionLines } from '../../../../shared/compare/caption.js';
import { TOTAL_FORMULA } from '../../../../shared/compare/formulas.js';
import { durationWords } from '../../../../shared/compare/words.js';
import { bandwidthWords, storageOf } from '../../../app/comparison/goal-choice.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { ChartFrame } from './ChartFrame.js';
import styles from './chart.module.css';
import type { ChartProps } from './ParetoChart.js';
import { type TimeBar, type TimeFilter, timeBars } from './time-model.js';

const PARTS = [
  { name: 'compress', colour: 'var(--step-compress)' },
  { name: 'transfer', colour: 'var(--step-transfer)' },
  { name: 'decompress', colour: 'var(--step-decompress)' },
] as const;

const MAX_BARS = 11;

/** Time to compress, transfer and decompress at the chosen bandwidth. */
export function TimeBars({ model, asTable, onAsTable }: ChartProps) {
  const [filter, setFilter] = useState<TimeFilter>('all');
  const bars = useMemo(() => timeBars(model, filter, MAX_BARS), [model, filter]);
  const all = useMemo(() => timeBars(model, filter, Number.POSITIVE_INFINITY), [model, filter]);
  const bandwidth = bandwidthWords(storageOf(model.choice));
  return (
    <ChartFrame
      title="Time by step"
      wide={!model.axes.includes('typesize')}
      label={`Time at ${bandwidth}, one write and ${model.choice.readsPerWrite} reads`}
      asTable={asTable}
      onAsTable={onAsTable}
      caption={captionLines(model.run)}
      conditions={TOTAL_FORMULA}
      keys={PARTS}
      table={{
        heads: ['Setting', 'Compress, s', 'Transfer, s', 'Decompress, s', 'Total, s'],
        rows: all.map(({ name, compress, transfer, decompress, total }) => [
          name,
          compress,
          transfer,
          decompress,
          total,
        ]),
      }}
      switches={
        <SegmentedControl
          label="Which settings"
          size="small"
          value={filter}
          onChange={setFilter}
          segments={[
            { value: 'all', label: 'All' },
            { value: 'faster', label: 'Faster than uncompressed' },
            { value: 'near', label: 'Within 10 %' },
          ]}
        />
      }
      legend={
        <>
          {PARTS.map(({ name, colour }) => (
            <span key={name} className={styles.entry}>
              <span className={styles.swatch} style={{ background: colour }} />
              {name}
            </span>
          ))}
          <span className="dim">{TOTAL_FORMULA}</span>
        </>
      }
      note={
        all.length > bars.length
          ? `The ${MAX_BARS} fastest of ${all.length - 1}; all of them are in the table.`
          : undefined
      }
    >
      <div
        className={styles.plot}
        role="img"
        aria-label={bars.map(({ name, total }) => `${name} ${durationWords(total)}`).join(', ')}
      >
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 280 }}>
          <BarChart
            data={[...bars]}
            layout="vertical"
            margin={{ top: 8, right: 64, bottom: 4, left: 8 }}
            barCategoryGap={4}
            accessibilityLayer={false}
          >
            <CartesianGrid horizontal={false} stroke="var(--grid)" />
            <XAxis
              type="number"
              stroke="var(--axis)"
              tickSize={4}
              tickFormatter={(value: number) => (value === 0 ? '0' : durationWords(value))}
              height={28}
            />
            <YAxis type="category" dataKey="name" width={112} axisLine={false} tickLine={false} interval={0} />
            {PARTS.map(({ name, colour }) => (
              <Bar key={name} dataKey={name} stackId="time" fill={colour} isAnimationActive={false} />
            ))}
            <Totals bars={bars} />
          </BarChart>
        </ResponsiveContainer>
      </div>
    </ChartFrame>
  );
}

/** The total at each bar's end, positioned with the scales of recharts. */
function Totals({ bars }: { readonly bars: readonly TimeBar[] }) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (!xScale || !yScale) return null;
  return bars.map(({ key, name, total }) => (
    <text
      key={key}
      x={(xScale(total) ?? 0) + 6}
      y={(yScale(name, { position: 'middle' }) ?? 0) + 4}
      className={styles.ink}
    >
      {durationWords(total)}
    </text>
  ));
}
