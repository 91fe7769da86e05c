import styles from './chart.module.css';

interface Props {
  readonly x: number;
  readonly y: number;
  readonly letter: 'A' | 'B' | undefined;
}

/** The letter of what is pinned, inside a picture. */
export function PinBadge({ x, y, letter }: Props) {
  if (!letter) return null;
  return (
    <g pointerEvents="none">
      <circle cx={x} cy={y} r="8" fill="var(--ink)" />
      <text x={x} y={y + 4} textAnchor="middle" className={styles.inverse}>
        {letter}
      </text>
    </g>
  );
}
