import type { Statistics } from '../../../../shared/contract/inspect/data.js';
import { useFormat } from '../../../format/format-context.js';
import { colourAt } from '../../../ui/colour-maps.js';
import { countShare, countTicks } from './count-scale.js';
import { LimitHandle } from './LimitHandle.js';
import plots from './plots.module.css';
import type { ColouringControl } from './use-colouring.js';
import { shareOf } from './value-scale.js';

interface Props {
  /** Pixels. */
  readonly width: number;
  readonly histogram: NonNullable<Statistics['histogram']>;
  /** Whether the counts have a logarithmic scale, which shows rare values beside frequent ones. */
  readonly isLog: boolean;
  readonly control: ColouringControl;
  readonly hasColours: boolean;
}

const height = 112;
/** Room for what is to be added to each tick. */
const offsetHeight = 16;
const box = { left: 62, right: 12, top: 8, bottom: 92 } as const;

/** Bars in the colours that their values have in the heatmap, between two handles that set the limits. */
export function HistogramPlot({ width, histogram: { edges, counts }, isLog, control, hasColours }: Props) {
  const format = useFormat();
  const first = edges[0] ?? 0;
  const last = edges.at(-1) ?? 1;
  const range = last - first || 1;
  const plotWidth = Math.max(1, width - box.left - box.right);
  const most = Math.max(1, ...counts);
  const x = (value: number) => box.left + ((value - first) / range) * plotWidth;
  const y = (count: number) => box.bottom - countShare(count, most, isLog) * (box.bottom - box.top);
  const { notation } = control;
  const { limits, map, scale } = control.colouring;
  const share = shareOf(scale, limits);
  const middle = (bin: number) => ((edges[bin] ?? first) + (edges[bin + 1] ?? last)) / 2;
  const ticks = notation.ticks(first, last, Math.max(2, plotWidth / 72));
  const { texts, offset } = notation.tickTexts(ticks);
  const handle = {
    print: (value: number) => notation.text(value, range),
    x,
    valueAt: (px: number) => first + ((px - box.left) / plotWidth) * range,
    bottom: box.bottom,
    edges: { left: box.left, right: width },
  };
  return (
    <svg
      className={plots.chart}
      width={width}
      height={height + (offset ? offsetHeight : 0)}
      aria-label="Histogram of the values"
    >
      {countTicks(most, isLog).map((count) => (
        <g key={count}>
          <path className={count === 0 ? plots.axis : plots.gridline} d={`M${box.left} ${y(count)}h${plotWidth}`} />
          <text x={box.left - 6} y={y(count) + 4} textAnchor="end">
            {format.count(count)}
          </text>
        </g>
      ))}
      {counts.map((count, bin) => (
        <rect
          key={edges[bin]}
          className={plots.bar}
          x={x(edges[bin] ?? first)}
          width={Math.max(1, plotWidth / counts.length)}
          y={y(count)}
          height={box.bottom - y(count)}
          fill={hasColours ? colourAt(map, share(middle(bin))) : 'var(--accent)'}
        />
      ))}
      {offset && (
        <text x={box.left} y={height + 10}>
          {offset}
        </text>
      )}
      {ticks.map((value, at) => (
        <text key={value} x={x(value)} y={box.bottom + 15} textAnchor="middle">
          {texts[at]}
        </text>
      ))}
      {hasColours && (
        <>
          <LimitHandle
            {...handle}
            label="Lower colour limit"
            side="low"
            value={limits.low}
            min={first}
            max={limits.high}
            onChange={(low) => control.setLimits({ ...limits, low })}
          />
          <LimitHandle
            {...handle}
            label="Upper colour limit"
            side="high"
            value={limits.high}
            min={limits.low}
            max={last}
            onChange={(high) => control.setLimits({ ...limits, high })}
          />
        </>
      )}
    </svg>
  );
}
