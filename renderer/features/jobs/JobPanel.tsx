import type { KeyboardEvent, Ref } from 'react';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import type { QueueLayout } from '../../data/queue/queue-layout.js';
import { useJob, useQueueStore } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { useSteady } from '../../ui/use-steady.js';
import { JobDetailsView } from './JobDetailsView.js';
import { idsThatCan, pauseOrResume } from './job-controls.js';
import styles from './job-panel.module.css';
import { useJobActions } from './use-job-actions.js';
import { useKeepSourceOnly } from './use-keep-source-only.js';

interface Props {
  readonly layout: QueueLayout;
  /** Ids of the selected jobs. */
  readonly selected: readonly JobId[];
  readonly onRemove: (jobs: readonly JobView[]) => void;
  readonly ref: Ref<HTMLElement>;
}

/** Small files are done within milliseconds. */
const followedForMs = 1000;

/** Details of the selected job; without a selection, of the running job. */
export function JobPanel({ layout, selected, onRemove, ref }: Props) {
  const running = layout.rows.jobsOf('running');
  const followed = useSteady(
    running.end > running.first ? layout.rows.at(running.first)?.id : undefined,
    followedForMs,
  );
  const [id] = selected.length > 0 ? selected : [followed];
  const job = useJob(selected.length > 1 ? undefined : id);
  return (
    <aside
      ref={ref}
      className={styles.panel}
      aria-label={job ? `Details of ${job.source.name}` : 'Details'}
      data-pane=""
      tabIndex={-1}
      onKeyDown={backToList}
    >
      {selected.length > 1 && <Several ids={selected} onRemove={onRemove} />}
      {job && <JobDetailsView key={job.id} job={job} onRemove={onRemove} />}
      {!job && selected.length < 2 && <p className={styles.hint}>Select a job to see its steps, numbers and log.</p>}
    </aside>
  );
}

/** Sums of several selected jobs, and the actions for all of them. */
function Several({ ids, onRemove }: { readonly ids: readonly JobId[]; readonly onRemove: Props['onRemove'] }) {
  const store = useQueueStore();
  const format = useFormat();
  const { control, copyRows } = useJobActions();
  const jobs = store.pick(ids);
  const sourceBytes = jobs.reduce((sum, job) => sum + job.sourceBytes, 0);
  const what = pauseOrResume(jobs);
  const grown = idsThatCan(jobs, 'keep-source-only');
  const { keepSourceOnly, dots, question } = useKeepSourceOnly();
  return (
    <section className={styles.section}>
      {question}
      <h2 className={styles.name}>{format.countOf(jobs.length, 'job')} selected</h2>
      <p className="micro">{format.size(sourceBytes)} of sources</p>
      <div className={styles.buttons}>
        <Button
          size="small"
          disabled={idsThatCan(jobs, what).length === 0}
          onClick={() => control(store.pick(ids), what)}
        >
          {what === 'pause' ? 'Pause' : 'Resume'}
        </Button>
        <Button
          size="small"
          disabled={idsThatCan(jobs, 'retry').length === 0}
          onClick={() => control(store.pick(ids), 'retry')}
        >
          Retry
        </Button>
        {grown.length > 0 && (
          <>
            <Button size="small" onClick={() => keepSourceOnly(store.pick(grown))}>
              Keep {format.count(grown.length)} {grown.length === 1 ? 'source' : 'sources'} only
              {dots}
            </Button>
            <Button size="small" onClick={() => control(store.pick(grown), 'keep-both')}>
              Keep both
            </Button>
          </>
        )}
        <Button size="small" onClick={() => copyRows(store.pick(ids))}>
          Copy rows
        </Button>
        <Button size="small" kind="danger" onClick={() => onRemove(store.pick(ids))}>
          Remove…
        </Button>
      </div>
    </section>
  );
}

/** Esc moves the focus back to the list. */
function backToList(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  event.preventDefault();
  event.currentTarget.parentElement?.querySelector<HTMLElement>('[role="grid"]')?.focus();
}
