import { countWords } from '../../../../shared/compare/words.js';
import { Button } from '../../../ui/Button.js';
import { Notice } from '../../../ui/Notice.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import styles from './formats.module.css';
import { useFormats, useFormatsStore } from './use-formats.js';

/** How far it is, with Stop; why it failed. Nothing while nothing happens. */
export function FormatsProgressStrip() {
  const { activity, error, wasStopped, results } = useFormats();
  const store = useFormatsStore();
  if (error) {
    return (
      <Notice tone="bad" title={error.message}>
        {error.remedy}
      </Notice>
    );
  }
  if (!activity) return wasStopped ? <Notice tone="info" title={stoppedWords(results.length)} /> : null;
  const percent = Math.floor(activity.done * 100);
  return (
    <section className={styles.strip} aria-label="Progress">
      <b className="strong">{activity.isTalk ? 'The matrix of 2014' : 'Measuring formats'}</b>
      <ProgressBar label="Formats measured" fraction={activity.done} />
      <span className={styles.percent}>{percent} %</span>
      <span className={styles.note}>{activity.note}</span>
      <Button size="small" disabled={activity.run === undefined} onClick={() => void store.stop()}>
        Stop and keep results
      </Button>
    </section>
  );
}

function stoppedWords(count: number): string {
  return count === 0 ? 'Stopped before anything was measured.' : `Stopped; ${countWords(count, 'result')} kept.`;
}
