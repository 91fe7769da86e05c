import styles from './skeleton.module.css';
import { useDelayed } from './use-delayed.js';

interface Props {
  /** What is being loaded, for screen readers: `Loading recent files`. */
  readonly label: string;
  readonly lines?: number;
  /** Height of a line of the content in pixels, so that nothing moves when it is loaded. */
  readonly lineHeight?: number;
}

/** Grey bars in the size of the content while it is loaded; empty for the first 100 ms. */
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
