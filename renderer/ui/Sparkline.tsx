import styles from './sparkline.module.css';
import { sparklinePaths } from './sparkline-paths.js';

interface Props {
  /** What the line says, in words: `Ratio per chunk, 2.47 to 2.88`. */
  readonly label: string;
  readonly values: readonly number[];
  /** Pixels. */
  readonly height?: number;
}

/** A small line over a soft fill; its limits are printed by whoever shows it. */
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
