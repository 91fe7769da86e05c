import { useMemo } from 'react';
import { CartesianGrid, ErrorBar, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { captionLines } from '../../../../shared/compare/caption.js';
import { BLOSCPACK_DEFAULTS } from '../../../../shared/compare/setting.js';
import { binarySize } from '../../../../shared/compare/words.js';
import type { ReadRow } from '../model/read-model.js';
import { type AxisLine, axisLines } from './axis-model.js';
import { ChartFrame } from './ChartFrame.js';
import styles from './chart.module.css';
import { codecColour, codecDash, codecStroke, LineSample } from './Mark.js';
import { inMib } from './mib.js';
import type { ChartProps } from './ParetoChart.js';

interface Panel {
  readonly title: string;
  readonly value: (row: ReadRow) => number;
  /** Distances down and up. */
  readonly spread: (row: ReadRow) => [number, number];
}

const speedPanel = (title: string, direction: 'compress' | 'decompress'): Panel => ({
  title,
  value: ({ result }) => inMib(result[direction].median),
  spread: ({ result: { [direction]: series } }) => [inMib(series.median - series.q1), inMib(series.q3 - series.median)],
});

const PANELS: readonly Panel[] = [
  {
    title: 'ratio, ×',
    value: ({ result }) => result.ratio,
    spread: ({ result: { ratio, ratioLow, ratioHigh } }) => [ratio - ratioLow, ratioHigh - ratio],
  },
  speedPanel('compress, MiB/s', 'compress'),
  speedPanel('decompress, MiB/s', 'decompress'),
];

/** Ratio and speeds by chunk size, one panel each. Rendered when the run has several chunk sizes. */
export function ChunkSizeChart({ model, asTable, onAsTable }: ChartProps) {
  const lines = useMemo(() => axisLines(model, 'chunkSizeBytes'), [model]);
  if (lines.length === 0) return null;
  return (
    <ChartFrame
      title="Chunk size"
      label="Ratio and speeds by chunk size"
      wide
      asTable={asTable}
      onAsTable={onAsTable}
      caption={captionLines(model.run)}
      keys={lines.map(({ name, codec }) => ({ name, colour: codecColour(codec) }))}
      table={{
        heads: ['Setting and chunk size', ...PANELS.map(({ title }) => title)],
        rows: lines.flatMap(({ name, rows }) =>
          rows.map((row) => [
            `${name}, ${binarySize(row.result.setting.chunkSizeBytes)}`,
            ...PANELS.map(({ value }) => value(row)),
          ]),
        ),
      }}
      legend={lines.map(({ key, name, codec }) => (
        <span key={key} className={styles.entry}>
          <LineSample codec={codec} /> {name}
        </span>
      ))}
      note="For each codec the level and filter with the best ratio. Dashed: the default of 1 MiB."
    >
      <div className={styles.multiples}>
        {PANELS.map((panel) => (
          <PanelChart key={panel.title} panel={panel} lines={lines} />
        ))}
      </div>
    </ChartFrame>
  );
}

function PanelChart({ panel, lines }: { readonly panel: Panel; readonly lines: readonly AxisLine[] }) {
  const sizes = [
    ...new Set(lines.flatMap(({ rows }) => rows.map(({ result }) => result.setting.chunkSizeBytes))),
  ].toSorted((a, b) => a - b);
  const points = sizes.map((size) => {
    const cells = lines.flatMap(({ key, rows }) => {
      const row = rows.find(({ result }) => result.setting.chunkSizeBytes === size);
      return row ? [[key, panel.value(row)] as const, [`${key} spread`, panel.spread(row)] as const] : [];
    });
    return { size, ...Object.fromEntries(cells) };
  });
  return (
    <div className={styles.small} role="img" aria-label={`${panel.title} by chunk size`}>
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: 168 }}>
        <LineChart data={points} margin={{ top: 20, right: 16, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            type="number"
            dataKey="size"
            scale="log"
            domain={['dataMin', 'dataMax']}
            ticks={sizes}
            tickFormatter={binarySize}
            stroke="var(--axis)"
            tickSize={4}
            height={24}
          />
          <YAxis
            width={52}
            axisLine={false}
            tickLine={false}
            tickCount={4}
            tickFormatter={(value: number) => value.toLocaleString('en')}
          />
          <ReferenceLine x={BLOSCPACK_DEFAULTS.chunkSizeBytes} stroke="var(--ink-3)" strokeDasharray="3 3" />
          <text x={8} y={12}>
            {panel.title}
          </text>
          {lines.map(({ key, codec }) => (
            <Line
              key={key}
              dataKey={key}
              stroke={codecColour(codec)}
              strokeWidth={codecStroke(codec)}
              style={{ strokeDasharray: codecDash(codec) }}
              dot={{ r: 2.5, fill: codecColour(codec), strokeWidth: 0 }}
              isAnimationActive={false}
            >
              <ErrorBar dataKey={`${key} spread`} width={4} stroke={codecColour(codec)} />
            </Line>
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
