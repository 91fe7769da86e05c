import styles from './progress-bar.module.css';

interface Props {
  /** What progresses, for screen readers. */
  readonly label: string;
  /** 0 to 1; undefined while it cannot be known. */
  readonly fraction: number | undefined;
  readonly state?: 'running' | 'paused' | 'failed';
  readonly size?: 'medium' | 'large';
}

/** A progress bar; show the number beside it. */
export function ProgressBar({ label, fraction, state = 'running', size = 'medium' }: Props) {
  const percent = fraction === undefined ? undefined : Math.floor(Math.min(1, Math.max(0, fraction)) * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      data-state={state}
      data-size={size}
      data-unknown={fraction === undefined ? '' : undefined}
    >
      {/* Scaled, not resized: many bars change twenty times a second without a layout. */}
      <div className={styles.bar} style={{ '--fraction': fraction ?? 0.3 }} />
    </div>
  );
}
