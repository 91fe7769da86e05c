import styles from './skeleton.module.css';
import { useDelayed } from './use-delayed.js';

interface Props {
  /** What is coming, for screen readers: `Loading recent files`. */
  readonly label: string;
  readonly lines?: number;
  /** Pixels a line takes, so that nothing moves when the content comes. */
  readonly lineHeight?: number;
}

/** Grey bars of the final size while something loads; nothing for the first 100 ms. */
export function Skeleton({ label, lines = 3, lineHeight = 28 }: Props) {
  const shown = useDelayed(100);
  const bars = Array.from({ length: lines }, (_, index) => `${index}`);
  return (
    <div role="status" aria-label={label} aria-busy="true">
      {bars.map((bar) => (
        <div key={bar} className={styles.line} style={{ height: lineHeight }}>
          {shown && <i />}
        </div>
      ))}
    </div>
  );
}
