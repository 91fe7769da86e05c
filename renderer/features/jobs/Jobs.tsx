import { useRef, useState } from 'react';
import type { JobView } from '../../../shared/contract/jobs.js';
import { useCommand, useCommands } from '../../app/commands/command-context.js';
import { InterruptedNotice } from '../../app/jobs/InterruptedNotice.js';
import { useShownSubject } from '../../app/subject-context.js';
import type { GroupSums, QueueLayout } from '../../data/queue/queue-layout.js';
import { useQueue, useQueueStore, useQueueSums } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { BatchHeader } from './BatchHeader.js';
import { sumWords } from './batch-words.js';
import { CancelDialog } from './CancelDialog.js';
import { JobList } from './JobList.js';
import { JobPanel } from './JobPanel.js';
import { removalOf } from './job-controls.js';
import styles from './jobs.module.css';
import { useJobActions } from './use-job-actions.js';
import { useRowSelection } from './use-row-selection.js';

/** The queue: running jobs, jobs that need attention, waiting and finished jobs. */
export function Jobs() {
  const store = useQueueStore();
  const { kind, error, layout, lastFinished } = useQueue();
  return (
    <div className={styles.page}>
      <h1 className="unseen">Jobs</h1>
      {kind === 'loading' && <Skeleton label="Loading jobs" lines={12} />}
      {error && (
        <div className={styles.error}>
          <ErrorView error={error} onRetry={() => void store.load()} />
        </div>
      )}
      {kind === 'ready' && layout.jobCount === 0 && <NoJobs last={lastFinished} />}
      {layout.jobCount > 0 && <Queue layout={layout} />}
    </div>
  );
}

function NoJobs({ last }: { readonly last: GroupSums | undefined }) {
  const commands = useCommands();
  const format = useFormat();
  return (
    <EmptyState title="No jobs yet" action={<Button onClick={() => commands.run('files.open')}>Choose files…</Button>}>
      Drop files anywhere in the window to compress or decompress them.
      {last && <p>The last batch: {sumWords(last, format)}.</p>}
    </EmptyState>
  );
}

/** The header above, the list, and the panel of the selected job. */
function Queue({ layout }: { readonly layout: QueueLayout }) {
  const store = useQueueStore();
  const actions = useJobActions();
  const rows = useRowSelection(layout.rows);
  const panel = useRef<HTMLElement>(null);
  const [removing, setRemoving] = useState<readonly JobView[]>([]);
  const selected = [...rows.selection.selected].filter((id) => store.job(id));
  useCommand('jobs.select-all', rows.selectAll);
  useCommand('jobs.export', () => actions.exportQueue('csv'));
  useSelectionSubject(layout, selected);
  const removeNow = (jobs: readonly JobView[]) => {
    const { cancel, remove } = removalOf(jobs);
    actions.control(store.pick(cancel), 'cancel');
    actions.control(store.pick(remove), 'remove');
  };
  const onRemove = (jobs: readonly JobView[]) => {
    if (removalOf(jobs).cancel.length > 0) setRemoving(jobs);
    else removeNow(jobs);
  };
  return (
    <div className={styles.queue}>
      <BatchHeader layout={layout} />
      <Interrupted />
      <div className={styles.body}>
        <JobList layout={layout} rows={rows} onRemove={onRemove} onDetails={() => panel.current?.focus()} />
        <JobPanel ref={panel} layout={layout} selected={selected} onRemove={onRemove} />
      </div>
      <CancelDialog
        jobs={removing}
        onClose={(isConfirmed) => {
          if (isConfirmed) removeNow(store.pick(removing.map(({ id }) => id)));
          setRemoving([]);
        }}
      />
    </div>
  );
}

/** A component of its own, because the sums change with every chunk. */
function Interrupted() {
  const { interrupted } = useQueueSums();
  return interrupted && <InterruptedNotice {...interrupted} />;
}

/** Shows the selection in title and status bar. */
function useSelectionSubject({ jobCount }: QueueLayout, selected: readonly string[]): void {
  const format = useFormat();
  const store = useQueueStore();
  const [one] = selected.length === 1 ? store.pick(selected) : [];
  useShownSubject({
    ...(one && { title: one.source.name }),
    status: [
      ...(one ? [one.source.name] : []),
      `${format.count(selected.length)} of ${format.countOf(jobCount, 'row')} selected`,
    ],
  });
}
