import type { JobView } from '../../../shared/contract/jobs.js';
import { useFormat } from '../../format/format-context.js';
import { GridCell } from '../../ui/GridParts.js';
import styles from './job-list.module.css';
import { attentionReason } from './job-words.js';
import { Remedies } from './Remedies.js';
import { StateCell } from './StateCell.js';

interface Props {
  readonly job: JobView;
  /** Its buttons are reached by Tab. */
  readonly isActive: boolean;
}

/** The cells of a job that needs attention: the reason in words, the remedies as buttons. */
export function AttentionCells({ job, isActive }: Props) {
  const reason = attentionReason(job, useFormat());
  return (
    <div className={styles.cells} data-tall="">
      <StateCell job={job} />
      <GridCell aria-colspan={4}>
        <div className="cut">{job.source.name}</div>
        <div className={styles.reasonText} title={reason}>
          {reason}
        </div>
      </GridCell>
      <GridCell className={styles.remedies} aria-colspan={3}>
        <Remedies job={job} tabIndex={isActive ? 0 : -1} />
      </GridCell>
    </div>
  );
}
