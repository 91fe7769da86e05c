import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import { durationWords, ratioWords } from '../../../../shared/compare/words.js';
import chart from '../charts/chart.module.css';
import { placeLabels } from '../charts/pareto-model.js';
import type { FormatPoint } from './formats-model.js';

interface Props {
  readonly points: readonly FormatPoint[];
  readonly active: string | undefined;
  readonly onActive: (key: string | undefined) => void;
}

/** Formats as outlined squares with names and the spread of their times, inside a recharts chart. */
export function FormatsMarks({ points, active, onActive }: Props) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  const area = usePlotArea();
  if (!xScale || !yScale || !area) return null;
  const placed = points.map((point) => ({
    point,
    x: xScale(point.ratio) ?? 0,
    y: yScale(point.seconds) ?? 0,
    top: yScale(point.high) ?? 0,
    bottom: yScale(point.low) ?? 0,
  }));
  const bounds = { left: area.x, top: area.y - 20, right: area.x + area.width + 20, bottom: area.y + area.height };
  // The label of the active format is placed first, so that it is not left out.
  const first = placed.toSorted((a, b) => Number(b.point.row.key === active) - Number(a.point.row.key === active));
  const labels = placeLabels(
    first.map(({ point, x, y }) => ({ key: point.row.key, text: point.row.name, x, y })),
    placed,
    bounds,
  );
  return (
    <g>
      {placed.map(({ point, x, y, top, bottom }) => {
        const { key, name, colour } = point.row;
        return (
          <g key={key} className={chart.point} onPointerUp={() => onActive(key)}>
            <title>{`${name}: ratio ${ratioWords(point.ratio)}, ${durationWords(point.seconds)} (${durationWords(point.low)}–${durationWords(point.high)})`}</title>
            <path d={`M${x} ${top}V${bottom}`} stroke="var(--ink-2)" />
            <rect x={x - 5} y={y - 5} width="10" height="10" fill="var(--plot)" stroke={colour} strokeWidth="2" />
            {key === active && (
              <rect
                x={x - 9}
                y={y - 9}
                width="18"
                height="18"
                rx="3"
                fill="none"
                stroke="var(--focus)"
                strokeWidth="2"
              />
            )}
          </g>
        );
      })}
      {labels.map(({ key, text, x, y, anchor }) => (
        <text key={key} x={x} y={y} textAnchor={anchor} className={chart.ink} pointerEvents="none">
          {text}
        </text>
      ))}
    </g>
  );
}
