import type { KeyboardEvent, PointerEvent } from 'react';
import plots from './plots.module.css';

interface Props {
  readonly label: string;
  /** The text is drawn outside of the limits. */
  readonly side: 'low' | 'high';
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Between values and pixels of the chart. */
  readonly x: (value: number) => number;
  readonly valueAt: (px: number) => number;
  readonly print: (value: number) => string;
  readonly bottom: number;
  /** Pixels between which the text must stay. */
  readonly edges: { readonly left: number; readonly right: number };
  readonly onChange: (value: number) => void;
}

/** Room for the text of a limit. */
const textPx = 48;

/** Pixels of the chart in one step, and the steps of each key. */
const keyStepPx = 3;
const keySteps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
};

/** A limit of the colours, as a slider in the histogram. */
export function LimitHandle({ label, side, value, min, max, x, valueAt, print, bottom, edges, onChange }: Props) {
  const clamp = (next: number) => Math.max(Math.min(min, value), Math.min(Math.max(max, value), next));
  const onKeyDown = (event: KeyboardEvent) => {
    const ends: Readonly<Record<string, number>> = { Home: min, End: max };
    const next = ends[event.key] ?? valueAt(x(value) + (keySteps[event.key] ?? Number.NaN) * keyStepPx);
    if (Number.isNaN(next)) return;
    event.preventDefault();
    onChange(clamp(next));
  };
  const onPointerMove = (event: PointerEvent<SVGGElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    onChange(clamp(valueAt(event.clientX - left)));
  };
  const at = x(value);
  // Outside of the limits, unless the text would cover the axis or cross the edge.
  const isLeft = side === 'low' ? at > edges.left + textPx : at > edges.right - textPx;
  return (
    <g
      className={plots.handle}
      role="slider"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuetext={print(value)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    >
      <line className={plots.grip} x1={at} x2={at} y1={0} y2={bottom} />
      <line x1={at} x2={at} y1={4} y2={bottom} />
      <rect x={at - 4} y={2} width={8} height={10} rx={2} />
      <text x={isLeft ? at - 6 : at + 6} y={12} textAnchor={isLeft ? 'end' : 'start'}>
        {print(value)}
      </text>
    </g>
  );
}
