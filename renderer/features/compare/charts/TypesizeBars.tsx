import { useMemo } from 'react';
import { captionLines } from '../../../../shared/compare/caption.js';
import { pinAsA, pinAsB, pinOf } from '../model/pins.js';
import { ChartFrame } from './ChartFrame.js';
import { ChartSurface } from './ChartSurface.js';
import styles from './chart.module.css';
import { codecColour } from './Mark.js';
import type { ChartProps } from './ParetoChart.js';
import { PinBadge } from './PinBadge.js';
import { roundTicks } from './scales.js';
import type { AxisLine } from './slice-model.js';
import { typesizeChartOf, typesizeTable } from './typesize-model.js';
import { nextInList, useMarkWalk, WALK_HELP } from './use-mark-walk.js';

const HEIGHT_PX = 240;
const PLOT = { left: 44, right: 16, top: 26, bottom: 50 } as const;
const MOST_BAR_PX = 34;

/** Whether the typesize is right: ratios at each, the data's own outlined. Nothing for one typesize. */
export function TypesizeBars({ model, pins, onPins, asTable, onAsTable }: ChartProps) {
  const chart = useMemo(() => typesizeChartOf(model), [model]);
  const points = chart?.lines.flatMap((line) => line.points) ?? [];
  const keys = points.map(({ row }) => row.key);
  const onKeyDown = useMarkWalk(
    {
      next: (active, arrow) => nextInList(keys, active, arrow),
      words: (key) => {
        const row = model.byKey.get(key);
        return row ? `${row.name}, ratio ${row.result.ratio.toFixed(2)}` : '';
      },
    },
    pins,
    onPins,
  );
  if (!chart) return null;
  const { lines, typesizes, own, common } = chart;
  const high = Math.max(...points.map(({ row }) => row.result.ratioHigh)) * 1.12;
  const y = (ratio: number) => HEIGHT_PX - PLOT.bottom - (ratio / high) * (HEIGHT_PX - PLOT.bottom - PLOT.top);
  return (
    <ChartFrame
      title="Typesize"
      label={`Ratio at typesizes ${typesizes.join(', ')}, ${lines.length} settings; the data's own is ${own}`}
      asTable={asTable}
      onAsTable={onAsTable}
      table={typesizeTable(chart)}
      caption={captionLines(model.run)}
      note={`Outlined: the data's own typesize, ${own}. The best setting of each codec for the goal.${common && ` All: ${common}.`}`}
    >
      <ChartSurface
        label={`Typesize: ${lines.map(lineWords).join('; ')}`}
        help={WALK_HELP}
        onKeyDown={onKeyDown}
        height={() => HEIGHT_PX}
      >
        {(width) => {
          const group = (width - PLOT.left - PLOT.right) / lines.length;
          return (
            <>
              <text x="16" y="14">
                ratio, uncompressed ÷ stored
              </text>
              {roundTicks(0, high, 5).map((tick) => (
                <g key={tick}>
                  <path
                    d={`M${PLOT.left} ${y(tick)}H${width - PLOT.right}`}
                    stroke={tick === 0 ? 'var(--axis)' : 'var(--grid)'}
                  />
                  <text x={PLOT.left - 6} y={y(tick) + 4} textAnchor="end">
                    {Number(tick.toPrecision(6))}
                  </text>
                </g>
              ))}
              {lines.map((line, at) => (
                <g key={line.name} transform={`translate(${PLOT.left + at * group} 0)`}>
                  <Group line={line} own={own} width={group} y={y} pins={pins} onPins={onPins} />
                </g>
              ))}
            </>
          );
        }}
      </ChartSurface>
    </ChartFrame>
  );
}

interface GroupProps extends Pick<ChartProps, 'pins' | 'onPins'> {
  readonly line: AxisLine;
  readonly own: number;
  readonly width: number;
  readonly y: (ratio: number) => number;
}

function Group({ line: { name, codec, points }, own, width, y, pins, onPins }: GroupProps) {
  const step = Math.min(MOST_BAR_PX, (width - 16) / points.length);
  const left = (width - step * points.length) / 2;
  return (
    <>
      {points.map(({ value, row }, at) => {
        const { ratio, ratioLow, ratioHigh } = row.result;
        const x = left + at * step;
        const middle = x + step / 2;
        return (
          <g
            key={row.key}
            className={styles.point}
            onPointerUp={({ shiftKey }) => onPins(shiftKey ? pinAsB(pins, row.key) : pinAsA(pins, row.key))}
          >
            <title>{`${row.name}: ratio ${ratio.toFixed(2)} (${ratioLow.toFixed(2)}–${ratioHigh.toFixed(2)})`}</title>
            <rect
              x={x + 2}
              y={y(ratio)}
              width={step - 4}
              height={y(0) - y(ratio)}
              fill={codecColour(codec)}
              fillOpacity={value === own ? 1 : 0.45}
              stroke={pins.active === row.key ? 'var(--focus)' : value === own ? 'var(--ink)' : 'none'}
              strokeWidth={pins.active === row.key ? 3 : 2}
            />
            <path d={`M${middle} ${y(ratioLow)}V${y(ratioHigh)}`} stroke="var(--ink-2)" />
            <text
              x={middle}
              y={y(ratioHigh) - 5}
              textAnchor="middle"
              className={value === own ? styles.ink : undefined}
            >
              {ratio.toFixed(ratio >= 10 ? 1 : 2)}
            </text>
            <text x={middle} y={y(0) + 14} textAnchor="middle" className={value === own ? styles.ink : undefined}>
              {value}
            </text>
            <PinBadge x={middle} y={y(0) - 12} letter={pinOf(pins, row.key)} />
          </g>
        );
      })}
      <text x={width / 2} y={HEIGHT_PX - 18} textAnchor="middle" className={styles.soft}>
        {name}
      </text>
    </>
  );
}

function lineWords({ name, points }: AxisLine): string {
  return `${name}: ${points.map(({ value, row }) => `${row.result.ratio.toFixed(2)} at ${value}`).join(', ')}`;
}
