import { useState } from 'react';
import { countWords } from '../../../../shared/compare/words.js';
import { useShownSubject } from '../../../app/subject-context.js';
import { useCall } from '../../../data/use-query.js';
import { Button } from '../../../ui/Button.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { Notice } from '../../../ui/Notice.js';
import { ProgressBar } from '../../../ui/ProgressBar.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { EndToEnd } from './EndToEnd.js';
import styles from './formats.module.css';
import { TalkBenchmark } from './talk/TalkBenchmark.js';
import { useFormats, useFormatsStore } from './use-formats.js';

type Tab = 'measure' | 'talk';

/** Measures file formats end to end: files are written by the library that the table names, synced and read. */
export function FormatsPage() {
  const [tab, setTab] = useState<Tab>('measure');
  const { value: facts, error, isLoading, retry } = useCall('compare.facts');
  const { activity } = useFormats();
  const progress = activity ? [`Measuring formats, ${Math.floor(activity.done * 100)} %`] : [];
  useShownSubject({ title: 'Formats end to end', status: ['Formats end to end', ...progress] });
  return (
    <div className={styles.page}>
      <div className={styles.tabs}>
        <SegmentedControl
          label="View"
          size="small"
          value={tab}
          onChange={setTab}
          segments={[
            { value: 'measure', label: 'Measure' },
            { value: 'talk', label: 'Benchmark of 2014' },
          ]}
        />
        <span className="dim">
          Times of whole files: encoded, written, synced and closed, then opened, read and decoded. Do not compare them
          with speeds in memory.
        </span>
      </div>
      <FormatsProgressStrip />
      {isLoading && <EmptyState title="Loading the formats that can be measured here…" />}
      {error && <ErrorView error={error} onRetry={retry} />}
      {facts && (tab === 'measure' ? <EndToEnd facts={facts} /> : <TalkBenchmark />)}
    </div>
  );
}

/** Progress of the measurement with a Stop button, or its error. Renders nothing without a measurement. */
function FormatsProgressStrip() {
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
      <b className="strong">{activity.isTalk ? 'Benchmark of 2014' : 'Measuring formats'}</b>
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
