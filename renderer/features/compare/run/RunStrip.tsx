import { Pause, Play, Square } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Activity } from '../../../app/comparison/compare-store.js';
import { useCompare, useCompareStore } from '../../../app/comparison/use-compare.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { useAnnounce } from '../../../ui/LiveRegion.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import styles from './run.module.css';

const STATES = {
  preparing: 'Preparing the data',
  calibrating: 'Calibrating',
  running: 'Measuring',
  paused: 'Paused',
  done: 'Done',
  stopped: 'Stopped',
  cancelled: 'Cancelled',
  failed: 'Failed',
} as const;

/** Progress of a running comparison, or its error. */
export function RunStrip() {
  const { activity, error } = useCompare();
  const store = useCompareStore();
  useProgressAnnouncements(activity);
  if (error) {
    return (
      <div className={styles.wide}>
        <ErrorView error={error} onRetry={() => void store.start()} />
      </div>
    );
  }
  return activity ? <Progress activity={activity} /> : null;
}

function Progress({ activity }: { readonly activity: Activity }) {
  const store = useCompareStore();
  const format = useFormat();
  const { progress } = activity;
  const state = progress?.state ?? 'preparing';
  const isPaused = state === 'paused';
  const fraction = state === 'running' || isPaused ? progress?.done : undefined;
  return (
    <section className={styles.strip} aria-label="Running comparison">
      <span className="strong">{STATES[state]}</span>
      <ProgressBar label="Comparison" fraction={fraction} size="large" state={isPaused ? 'paused' : 'running'} />
      <span className={styles.numbers}>
        {fraction !== undefined && format.percent(fraction)}
        {!isPaused && progress?.note && <span className="soft"> {progress.note}</span>}
        {!isPaused && progress?.remainingMs !== undefined && (
          <span className="dim"> · {format.remaining(progress.remainingMs)} left</span>
        )}
      </span>
      <Button
        size="small"
        icon={isPaused ? Play : Pause}
        onClick={() => void store.control(isPaused ? 'resume' : 'pause')}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Button size="small" icon={Square} onClick={() => void store.control('stop')}>
        Stop and keep results
      </Button>
      <Button size="small" kind="ghost" onClick={() => void store.control('cancel')}>
        Cancel
      </Button>
    </section>
  );
}

/** Announces start, every 25 % and the end to screen readers. */
function useProgressAnnouncements(activity: Activity | undefined): void {
  const announce = useAnnounce();
  const last = useRef<string>(undefined);
  const quarter = Math.floor(4 * (activity?.progress?.done ?? 0)) * 25;
  const words = activity ? `Comparison: ${quarter} %` : 'Comparison finished';
  useEffect(() => {
    const isNew = last.current !== undefined || activity !== undefined;
    if (isNew && last.current !== words) announce(words);
    if (isNew) last.current = words;
  }, [announce, words, activity]);
}
