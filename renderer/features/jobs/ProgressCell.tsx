import type { JobView } from '../../../shared/contract/jobs.js';
import { hasBegun } from '../../data/queue/queue-layout.js';
import { useFormat } from '../../format/format-context.js';
import { ProgressBar } from '../../ui/ProgressBar.js';
import styles from './job-list.module.css';
import { progressNote, stateLook, stepFraction } from './job-words.js';
import { OutputLink } from './OutputLink.js';

interface Props {
  readonly job: JobView;
  /** The one that runs next. */
  readonly isNext: boolean;
  /** Its buttons are reached by Tab. */
  readonly isActive: boolean;
}

/** How far a job is; what it made, once it has. */
export function ProgressCell({ job, isNext, isActive }: Props) {
  const format = useFormat();
  if (job.output) return <OutputLink output={job.output} isActive={isActive} />;
  const note = progressNote(job, isNext);
  if (!hasBegun(job)) {
    return (
      <span className="dim cut" title={note}>
        {note}
      </span>
    );
  }
  const fraction = stepFraction(job);
  return (
    <span className={styles.progress}>
      <ProgressBar
        label={`${stateLook(job).word} ${job.source.name}`}
        fraction={fraction}
        state={job.state === 'paused' ? 'paused' : 'running'}
      />
      {fraction !== undefined && <span>{format.percent(fraction)}</span>}
    </span>
  );
}
