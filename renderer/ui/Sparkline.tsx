import styles from './sparkline.module.css';
import { sparklinePaths } from './sparkline-paths.js';

interface Props {
  /** What the line shows, for screen readers: `Ratio per chunk, 2.47 to 2.88`. */
  readonly label: string;
  readonly values: readonly number[];
  /** Pixels. */
  readonly height?: number;
}

/** A small line chart without axes; the caller prints its limits. */
export function Sparkline({ label, values, height = 32 }: Props) {
  const { line, area } = sparklinePaths(values, 100, height);
  return (
    <svg
      className={styles.sparkline}
      role="img"
      aria-label={label}
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      height={height}
    >
      <path className={styles.area} d={area} />
      <path className={styles.line} d={line} />
    </svg>
  );
}
