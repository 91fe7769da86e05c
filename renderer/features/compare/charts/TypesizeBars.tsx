import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, Rectangle, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { captionLines } from '../../../../shared/compare/caption.js';
import { axisLines } from './axis-model.js';
import { ChartFrame } from './ChartFrame.js';
import styles from './chart.module.css';
import { codecColour } from './Mark.js';
import type { ChartProps } from './ParetoChart.js';

/** Ratio by typesize, with the item size of the data outlined. Rendered when the run has several typesizes. */
export function TypesizeBars({ model, asTable, onAsTable }: ChartProps) {
  const lines = useMemo(() => axisLines(model, 'typesize').filter(({ name }) => !name.endsWith('none')), [model]);
  if (lines.length === 0) return null;
  const sizes = [...new Set(lines.flatMap(({ rows }) => rows.map(({ result }) => result.setting.typesize)))].toSorted(
    (a, b) => a - b,
  );
  const ratioAt = (line: (typeof lines)[number], size: number) =>
    line.rows.find(({ result }) => result.setting.typesize === size)?.result.ratio;
  const points = sizes.map((size) => ({
    size,
    ...Object.fromEntries(lines.map((line) => [line.key, ratioAt(line, size)])),
  }));
  const own = sizes.indexOf(model.run.data.itemsize ?? 0);
  return (
    <ChartFrame
      title="Typesize"
      label="Ratio by typesize"
      asTable={asTable}
      onAsTable={onAsTable}
      caption={captionLines(model.run)}
      keys={lines.map(({ name, codec }) => ({ name, colour: codecColour(codec) }))}
      table={{
        heads: ['Typesize', ...lines.map(({ name }) => name)],
        rows: sizes.map((size) => [size, ...lines.map((line) => ratioAt(line, size) ?? Number.NaN)]),
      }}
      legend={lines.map(({ key, name, codec }) => (
        <span key={key} className={styles.entry}>
          <span className={styles.swatch} style={{ background: codecColour(codec) }} />
          {name}
        </span>
      ))}
      note={own >= 0 ? 'Outlined: the item size of the data.' : undefined}
    >
      <div className={styles.plot} role="img" aria-label="Ratio by typesize">
        <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 280 }}>
          {/* Bars are in the order in which they come in: those of another order are a new chart, as the legend has them. */}
          <BarChart
            key={lines.map(({ key }) => key).join()}
            data={points}
            margin={{ top: 24, right: 18, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid vertical={false} stroke="var(--grid)" />
            {/* The outline alone is not seen where bars have its colour, in high contrast. */}
            <XAxis
              dataKey="size"
              stroke="var(--axis)"
              tickSize={4}
              height={28}
              tickFormatter={(size: number) => (size === sizes[own] ? `${size}, item size` : `${size}`)}
            />
            <YAxis width={48} axisLine={false} tickLine={false} tickFormatter={(value: number) => `${value}×`} />
            <text x={16} y={12}>
              ratio, uncompressed ÷ stored
            </text>
            {lines.map(({ key, codec }) => (
              <Bar
                key={key}
                dataKey={key}
                fill={codecColour(codec)}
                isAnimationActive={false}
                shape={({ index, isActive: _active, ...place }) => (
                  <Rectangle {...place} stroke={index === own ? 'var(--ink)' : 'none'} strokeWidth={2} />
                )}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    </ChartFrame>
  );
}
