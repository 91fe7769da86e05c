import { useState } from 'react';
import { useShownSubject } from '../../../app/subject-context.js';
import { useCall } from '../../../data/use-call.js';
import { EmptyState } from '../../../ui/EmptyState.js';
import { ErrorView } from '../../../ui/ErrorView.js';
import { SegmentedControl } from '../../../ui/SegmentedControl.js';
import { EndToEnd } from './EndToEnd.js';
import { FormatsProgressStrip } from './FormatsProgressStrip.js';
import styles from './formats.module.css';
import { TalkAgain } from './talk/TalkAgain.js';
import { useFormats } from './use-formats.js';

type Tab = 'measure' | 'talk';

/** Whole formats, end to end: files written by their own libraries, synced and read back. */
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
            { value: 'talk', label: '2014 again' },
          ]}
        />
        <span className="dim">
          Times of whole files: made, written, synced and closed, then opened and read back. Never to be read beside
          speeds in memory.
        </span>
      </div>
      <FormatsProgressStrip />
      {isLoading && <EmptyState title="Asking which formats can be measured here…" />}
      {error && <ErrorView error={error} onRetry={retry} />}
      {facts && (tab === 'measure' ? <EndToEnd facts={facts} /> : <TalkAgain />)}
    </div>
  );
}
