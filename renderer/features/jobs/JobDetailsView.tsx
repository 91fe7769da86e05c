import { Copy, Pause, Play } from 'lucide-react';
import { useEffect } from 'react';
import type { JobDetails, JobView } from '../../../shared/contract/jobs.js';
import { useClient } from '../../data/client-context.js';
import { hasBegun } from '../../data/queue/queue-layout.js';
import { type Query, useQuery } from '../../data/use-query.js';
import { formatStamp } from '../../format/dates.js';
import { useFormat } from '../../format/format-context.js';
import { Button } from '../../ui/Button.js';
import { ErrorView } from '../../ui/ErrorView.js';
import { KeyValueList } from '../../ui/KeyValueList.js';
import { Notice } from '../../ui/Notice.js';
import { Skeleton } from '../../ui/Skeleton.js';
import { JobSeries } from './JobSeries.js';
import { JobSteps } from './JobSteps.js';
import { idsThatCan, pauseOrResume } from './job-controls.js';
import { jobNumbers } from './job-numbers.js';
import styles from './job-panel.module.css';
import { actionWords, attentionReason } from './job-words.js';
import { Remedies } from './Remedies.js';
import { useJobActions } from './use-job-actions.js';

interface Props {
  readonly job: JobView;
  readonly onRemove: (jobs: readonly JobView[]) => void;
}

/** One job: its actions, steps, charts, numbers and log, and the same work as a command to copy. */
export function JobDetailsView({ job, onRemove }: Props) {
  const format = useFormat();
  const { value: details, error, retry } = useJobDetails(job);
  return (
    <>
      <div className={styles.scroll}>
        <Head job={job} onRemove={onRemove} />
        {error && (
          <section className={styles.section}>
            <ErrorView error={error} onRetry={retry} />
          </section>
        )}
        {details && (
          <>
            <section className={styles.section}>
              <h3>Steps</h3>
              <JobSteps job={job} steps={details.steps} />
            </section>
            <JobSeries job={job} ratios={details.ratios} speeds={details.speeds} />
          </>
        )}
        {!details && !error && (
          <section className={styles.section}>
            <Skeleton label="Loading details" lines={6} lineHeight={22} />
          </section>
        )}
        <section className={styles.section}>
          <h3>Numbers</h3>
          <KeyValueList entries={jobNumbers(job, format)} />
        </section>
        {details && <Log log={details.log} />}
      </div>
      {details && <Commands details={details} />}
    </>
  );
}

function Head({ job, onRemove }: Props) {
  const format = useFormat();
  const { control } = useJobActions();
  const what = pauseOrResume([job]);
  const canHold = idsThatCan([job], what).length > 0;
  const canCancel = idsThatCan([job], 'cancel').length > 0;
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <h2 className={styles.name} title={job.source.name}>
          {job.source.name}
        </h2>
        <span className={styles.buttons}>
          {canHold && (
            <Button size="small" icon={what === 'pause' ? Pause : Play} onClick={() => control([job], what)}>
              {what === 'pause' ? 'Pause' : 'Resume'}
            </Button>
          )}
          {job.canRestoreOutput && (
            <Button size="small" onClick={() => control([job], 'restore-output')}>
              Restore the output
            </Button>
          )}
          {(job.state === 'cancelled' || job.state === 'skipped') && (
            <Button size="small" onClick={() => control([job], 'retry')}>
              Retry
            </Button>
          )}
          {canCancel && (
            <Button size="small" kind="danger" onClick={() => onRemove([job])}>
              {job.state === 'waiting' ? 'Remove' : 'Cancel'}
            </Button>
          )}
        </span>
      </div>
      <p className="micro">
        {actionWords[job.action]} · from {job.source.folder}
      </p>
      {job.note && !job.grew && <p className="micro">{job.note}</p>}
      {job.error && <ErrorView error={job.error} actions={<Remedies job={job} />} />}
      {job.grew && (
        <Notice title="The output is larger than its source">
          {attentionReason(job, format)}
          <span className={styles.buttons}>
            <Remedies job={job} />
          </span>
        </Notice>
      )}
    </section>
  );
}

function Log({ log }: Pick<JobDetails, 'log'>) {
  const { copy } = useJobActions();
  const lines = log.map(({ atMs, text }, index) => ({ key: index, stamp: formatStamp(atMs), text }));
  const text = lines.map((line) => `${line.stamp} ${line.text}`).join('\n');
  return (
    <section className={styles.section}>
      <h3>
        Log
        <Button kind="link" disabled={log.length === 0} aria-label="Copy log" onClick={() => copy(text, 'Log copied')}>
          Copy
        </Button>
      </h3>
      <div className={styles.log}>
        {lines.map(({ key, stamp, text: message }) => (
          <div key={key} title={message}>
            <span className="dim">{stamp}</span> {message}
          </div>
        ))}
        {lines.length === 0 && <span className="dim">No entries yet.</span>}
      </div>
    </section>
  );
}

function Commands({ details: { blpk, python } }: { readonly details: JobDetails }) {
  const { copy } = useJobActions();
  const reason = 'reason' in blpk ? blpk.reason : undefined;
  return (
    <footer className={styles.foot}>
      <div className={styles.buttons}>
        <Button size="small" icon={Copy} onClick={() => copy(python, 'Python copied')}>
          Copy as Python
        </Button>
        <Button
          size="small"
          icon={Copy}
          disabled={reason !== undefined}
          title={reason}
          onClick={() => 'command' in blpk && copy(blpk.command, 'Command copied')}
        >
          Copy as blpk
        </Button>
      </div>
      {reason && <p className="micro">{reason}</p>}
    </footer>
  );
}

const refreshEveryMs = 500;

/** Steps, charts and log of a job: loaded at first and at each step, and twice a second while the job runs. */
function useJobDetails(job: JobView): Query<JobDetails> {
  const client = useClient();
  const { id, state, note } = job;
  const details = useQuery(JSON.stringify([id, state, note]), () => client.call('jobs.details', { id }));
  const { refresh } = details;
  const isRunning = hasBegun(job) && state !== 'paused';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(refresh, refreshEveryMs);
    return () => clearInterval(timer);
  }, [isRunning, refresh]);
  return details;
}
