import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { grouped } from '../../../../shared/compare/words.js';
import { STORAGES } from '../../../app/comparison/goal-choice.js';
import styles from './chart.module.css';
import { codecColour } from './Mark.js';
import { inMib } from './mib.js';
import {
  BANDWIDTHS,
  breakEvenMib,
  effectiveAt,
  spreadLabels,
  type ThroughputLine,
  type Use,
} from './throughput-model.js';

interface Props {
  readonly lines: readonly ThroughputLine[];
  readonly use: Use;
  readonly reads: number;
  readonly overlap: boolean;
  /** The user's storage, in MiB per second. */
  readonly bandwidth: number;
  readonly ceiling: number | undefined;
  /** The line whose break-even is marked, and its letter. */
  readonly marked: { readonly line: ThroughputLine; readonly letter: string } | undefined;
}

const LABEL_GAP_PX = 14;

/** Marks inside a recharts chart: the user's bandwidth, the ceiling, the break-even and the names of the lines. */
export function ThroughputMarks(props: Props) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const area = usePlotArea();
  if (!xScale || !yScale || !area) return null;
  const { use, reads, overlap, bandwidth, ceiling, marked } = props;
  const x = (value: number) => xScale(value) ?? 0;
  const y = (value: number) => yScale(value) ?? 0;
  const bottom = area.y + area.height;
  const right = area.x + area.width;
  const even = marked && breakEvenMib(use, reads, marked.line.speeds, overlap);
  const isInRange = (value: number) => value > BANDWIDTHS.low && value < BANDWIDTHS.high;
  const usual = [STORAGES.gbe1, STORAGES.nvme].filter(
    (one) => Math.abs(Math.log(inMib(one.bandwidth) / bandwidth)) > 0.3,
  );
  return (
    <g>
      {usual.map(({ short, bandwidth: at }) => (
        <g key={short}>
          <path d={`M${x(inMib(at))} ${bottom - 4}v4`} stroke="var(--ink-3)" strokeWidth="1.5" />
          <text x={x(inMib(at))} y={bottom - 8} textAnchor="middle">
            {short}
          </text>
        </g>
      ))}
      {ceiling !== undefined && (
        <path
          d={`M${area.x} ${y(ceiling)}H${right}`}
          stroke="var(--codec-baseline)"
          strokeWidth="1.25"
          strokeDasharray="1 3"
        />
      )}
      {isInRange(bandwidth) && (
        <Rule x={x(bandwidth)} top={area.y} bottom={bottom} text={`${grouped(Math.round(bandwidth))} MiB/s`} />
      )}
      <EndLabels {...props} right={right} top={area.y} y={y} />
      {marked && even !== undefined && isInRange(even) && (
        <g>
          <circle
            cx={x(even)}
            cy={y(effectiveAt(use, reads, marked.line.speeds, even, overlap))}
            r="4"
            fill="var(--plot)"
            stroke="var(--ink)"
            strokeWidth="1.5"
          />
          <text
            x={x(even) - 10}
            y={y(effectiveAt(use, reads, marked.line.speeds, even, overlap)) - 17}
            textAnchor="end"
            className={styles.ink}
          >
            {marked.letter} breaks even at {grouped(Math.round(even))}
          </text>
        </g>
      )}
    </g>
  );
}

function Rule({
  x,
  top,
  bottom,
  text,
}: {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  readonly text: string;
}) {
  const width = text.length * 6 + 12;
  return (
    <g>
      <path d={`M${x} ${top}V${bottom}`} stroke="var(--ink)" strokeWidth="1.25" />
      <rect x={x - width / 2} y={top - 14} width={width} height="16" rx="3" fill="var(--ink)" />
      <text x={x} y={top - 2} textAnchor="middle" className={styles.inverse}>
        {text}
      </text>
    </g>
  );
}

interface EndProps extends Props {
  readonly right: number;
  readonly top: number;
  readonly y: (value: number) => number;
}

/** Each line's name at its right end, moved apart where names would overlap. */
function EndLabels({ lines, use, reads, overlap, ceiling, right, top, y }: EndProps) {
  const ends = [
    { name: 'no compression', colour: 'var(--codec-baseline)', at: y(BANDWIDTHS.high) },
    ...(ceiling === undefined ? [] : [{ name: 'plain copy', colour: 'var(--codec-baseline)', at: y(ceiling) }]),
    ...lines.map(({ name, codec, speeds }) => ({
      name,
      colour: codecColour(codec),
      at: y(effectiveAt(use, reads, speeds, BANDWIDTHS.high, overlap)),
    })),
  ];
  const places = spreadLabels(
    ends.map(({ at }) => at),
    LABEL_GAP_PX,
    top,
  );
  return ends.map(({ name, colour, at }, index) => {
    const place = places[index] ?? at;
    return (
      <g key={name}>
        <path d={`M${right + 1} ${at}L${right + 12} ${place}`} stroke={colour} fill="none" />
        <text x={right + 15} y={place + 4} className={styles.soft}>
          {name}
        </text>
      </g>
    );
  });
}
