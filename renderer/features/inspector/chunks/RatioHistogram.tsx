import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import { useFormat } from '../../../format/format-context.js';
import { countTicks } from '../../../ui/charts/axis-ticks.js';
import { colourAt } from '../../../ui/colour-maps.js';
import { sampleWords } from './chunk-words.js';
import styles from './histogram.module.css';
import { type Bar, type RatioBars, ratioBars, ratioTicks } from './histogram-model.js';
import { type Limits, logShare, NOT_SMALLER, ratioLimits, shortRatio } from './ratio-scale.js';
import { useSize } from './use-size.js';

interface Props {
  readonly summary: ChunkSummary;
  /** The selected chunk is marked. */
  readonly marked?: { readonly chunkIndex: number; readonly ratio: number } | undefined;
}

const HEIGHT = 96;
const TOP = 12;
const BASE = 76;
const LEFT = 38;
/** Room beside the plot for the bars of chunks beyond its limits. */
const SIDE = 52;

/** How many chunks have which ratio, on a logarithmic scale. */
export function RatioHistogram({ summary, marked }: Props) {
  const format = useFormat();
  const [box, { width }] = useSize();
  const limits = ratioLimits(summary);
  const shown = ratioBars(summary, limits);
  const plot: Plot = {
    left: LEFT + (shown.notSmaller > 0 ? SIDE : 0),
    right: width - (shown.above > 0 ? SIDE + 12 : 8),
    shown,
    limits,
  };
  return (
    <div>
      <h3>Chunks by ratio{sampleWords(summary) && `, ${sampleWords(summary)}`}</h3>
      <div ref={box} className={styles.box} style={{ height: HEIGHT }}>
        {plot.right > plot.left + 20 && (
          <svg
            width={width}
            height={HEIGHT}
            className={styles.chart}
            role="img"
            aria-label={describe(summary, format.times)}
          >
            {countTicks(shown.most, 2.5).map((count) => (
              <g key={count}>
                <path d={`M${LEFT} ${yOf(count, shown)}H${width}`} data-axis={count === 0 ? '' : undefined} />
                <text x={LEFT - 4} y={yOf(count, shown) + 4} textAnchor="end">
                  {format.count(count)}
                </text>
              </g>
            ))}
            {shown.bars.map((bar) => bar.count > 0 && <RatioBar key={bar.from} bar={bar} plot={plot} />)}
            {ratioTicks(shown.domain, (plot.right - plot.left) / 56).map((ratio) => (
              <text key={ratio} x={xOf(ratio, plot)} y={BASE + 15} textAnchor="middle">
                {shortRatio(ratio)}
              </text>
            ))}
            <SideBars plot={plot} count={format.count} />
            {marked && <Mark at={markAt(marked.ratio, plot)} label={format.count(marked.chunkIndex)} />}
          </svg>
        )}
      </div>
      <BarTable shown={shown} />
    </div>
  );
}

interface Plot {
  readonly left: number;
  readonly right: number;
  readonly shown: RatioBars;
  readonly limits: Limits;
}

function xOf(ratio: number, { left, right, shown }: Plot): number {
  return left + logShare(ratio, shown.domain) * (right - left);
}

function yOf(count: number, { most }: RatioBars): number {
  return BASE - (count / most) * (BASE - TOP);
}

/** At least 2 pixels high, so that a few chunks among many are visible. */
function barTop(count: number, shown: RatioBars): number {
  return Math.min(BASE - 2, yOf(count, shown));
}

function RatioBar({ bar, plot }: { readonly bar: Bar; readonly plot: Plot }) {
  const left = xOf(bar.from, plot);
  const top = barTop(bar.count, plot.shown);
  const share = logShare(Math.sqrt(bar.from * bar.to), plot.limits);
  return (
    <rect
      x={left + 0.5}
      y={top}
      width={Math.max(1, xOf(bar.to, plot) - left - 1)}
      height={BASE - top}
      fill={colourAt('cividis', share)}
    >
      <title>{`${bar.count} between ${shortRatio(bar.from)} and ${shortRatio(bar.to)}`}</title>
    </rect>
  );
}

const SIDE_BAR = 16;

interface SideProps {
  readonly plot: Plot;
  readonly count: (chunks: number) => string;
}

/** Bars for chunks that are not smaller than their data, at the left, and for chunks above the limits, at the right. */
function SideBars({ plot: { left, right, shown }, count }: SideProps) {
  const sides = [
    {
      kind: 'notSmaller',
      chunks: shown.notSmaller,
      middle: left - SIDE / 2,
      label: NOT_SMALLER,
      fill: 'url(#chunks-not-smaller)',
    },
    {
      kind: 'above',
      chunks: shown.above,
      middle: right + 12 + SIDE / 2,
      label: `> ${shortRatio(shown.domain[1])}`,
      fill: colourAt('cividis', 1),
    },
  ] as const;
  return (
    <>
      <defs>
        <pattern
          id="chunks-not-smaller"
          width="4"
          height="4"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M2 0V4" className={styles.hatchLine} />
        </pattern>
      </defs>
      {sides.map(({ kind, chunks, middle, label, fill }) => {
        if (chunks === 0) return null;
        const top = barTop(chunks, shown);
        return (
          <g key={kind}>
            <rect x={middle - SIDE_BAR / 2} y={top} width={SIDE_BAR} height={BASE - top} fill={fill} />
            <text x={middle} y={top - 4} textAnchor="middle" className={styles.value}>
              {count(chunks)}
            </text>
            <text x={middle} y={BASE + 15} textAnchor="middle">
              {label}
            </text>
          </g>
        );
      })}
    </>
  );
}

/** Where a chunk is marked; for ratios beyond the limits at the bar beside the plot. */
function markAt(ratio: number, plot: Plot): number {
  if (ratio < plot.shown.domain[0] && plot.shown.notSmaller > 0) return plot.left - SIDE / 2;
  if (ratio >= plot.shown.domain[1] && plot.shown.above > 0) return plot.right + 12 + SIDE / 2;
  return xOf(ratio, plot);
}

function Mark({ at, label }: { readonly at: number; readonly label: string }) {
  return (
    <g className={styles.mark}>
      <path d={`M${at} ${TOP + 4}V${BASE}`} />
      <text x={at} y={TOP} textAnchor="middle">
        {label}
      </text>
    </g>
  );
}

function describe({ chunks, medianRatio, minRatio, maxRatio }: ChunkSummary, times: (ratio: number) => string): string {
  return `Histogram of the ratios of ${chunks} chunks: ${times(minRatio)} to ${times(maxRatio)}, median ${times(medianRatio)}`;
}

/** The same numbers for screen readers. */
function BarTable({ shown: { bars, notSmaller, above, domain } }: { readonly shown: RatioBars }) {
  const rows = [
    ...(notSmaller > 0 ? [{ label: NOT_SMALLER, count: notSmaller }] : []),
    ...bars
      .filter(({ count }) => count > 0)
      .map(({ from, to, count }) => ({ label: `${from.toFixed(2)}× to ${to.toFixed(2)}×`, count })),
    ...(above > 0 ? [{ label: `above ${domain[1].toFixed(2)}×`, count: above }] : []),
  ];
  return (
    <div className="unseen">
      <table>
        <caption>Chunks by ratio</caption>
        <thead>
          <tr>
            <th scope="col">Ratio</th>
            <th scope="col">Chunks</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, count }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
