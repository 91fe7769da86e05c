import { memo } from 'react';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import { groupOf, hasBegun } from '../../data/queue/queue-layout.js';
import { useJob } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { GridCell } from '../../ui/GridParts.js';
import { MessageText } from '../../ui/MessageText.js';
import { SizeText } from '../../ui/SizeText.js';
import { StateText } from '../../ui/StateText.js';
import styles from './job-list.module.css';
import { actionWords, attentionReason, fileTitle, jobRatio, outputSize, placeWords, stateLabel } from './job-words.js';
import { ProgressCell } from './ProgressCell.js';
import { Remedies } from './Remedies.js';

interface Props {
  readonly id: JobId;
  /** The first waiting job. */
  readonly isNext: boolean;
  /** Tab reaches its buttons. */
  readonly isActive: boolean;
}

/** The cells of a job. Rendered again when this job changes, not when others do. */
export const JobRow = memo(function JobRow({ id, isNext, isActive }: Props) {
  const job = useJob(id);
  if (!job) return null;
  if (groupOf(job) === 'attention') return <AttentionCells job={job} isActive={isActive} />;
  return <PlainCells job={job} isNext={isNext} isActive={isActive} />;
});

function PlainCells({ job, isNext, isActive }: Omit<Props, 'id'> & { readonly job: JobView }) {
  const format = useFormat();
  const ratio = jobRatio(job);
  const { source, sourceBytes, bytesPerSecond, elapsedMs } = job;
  return (
    <div className={styles.cells}>
      <StateCell job={job} />
      <GridCell className={styles.file} title={fileTitle(job)}>
        <span className={styles.fileName}>{source.name}</span>
        {job.member !== undefined && <span className={styles.member}>{job.member}</span>}
        {job.action !== 'compress' && <span className="dim">{actionWords[job.action]}</span>}
        <span className={styles.filePlace}>
          <bdi>{placeWords(job)}</bdi>
        </span>
      </GridCell>
      <GridCell data-numeric="">
        <SizeText sizeBytes={sourceBytes} />
      </GridCell>
      <GridCell data-numeric="">
        <OutputSizeText job={job} />
      </GridCell>
      <GridCell data-numeric="">{ratio !== undefined && format.times(ratio)}</GridCell>
      <GridCell data-numeric="">{bytesPerSecond !== undefined && format.speed(bytesPerSecond)}</GridCell>
      <GridCell>
        <ProgressCell job={job} isNext={isNext} isActive={isActive} />
      </GridCell>
      <GridCell data-numeric="" className={hasBegun(job) ? 'soft' : undefined}>
        {elapsedMs > 0 && format.duration(elapsedMs)}
      </GridCell>
    </div>
  );
}

function OutputSizeText({ job }: { readonly job: JobView }) {
  const format = useFormat();
  const output = outputSize(job);
  if (!output) return null;
  if (!output.isEstimate) return <SizeText sizeBytes={output.sizeBytes} />;
  return <span className="dim">about {format.size(output.sizeBytes)}</span>;
}

interface AttentionCellsProps {
  readonly job: JobView;
  /** Tab reaches its buttons. */
  readonly isActive: boolean;
}

/** The cells of a job that needs attention: the reason as text, the remedies as buttons. */
function AttentionCells({ job, isActive }: AttentionCellsProps) {
  const reason = attentionReason(job, useFormat());
  return (
    <div className={styles.cells} data-tall="">
      <StateCell job={job} />
      <GridCell aria-colspan={4}>
        <div className="cut" title={fileTitle(job)}>
          <span>{job.source.name}</span> <span className="dim">{placeWords(job)}</span>
        </div>
        <div className={styles.reasonText} title={reason}>
          <MessageText text={reason} />
        </div>
      </GridCell>
      <GridCell className={styles.remedies} aria-colspan={3}>
        <Remedies job={job} tabIndex={isActive ? 0 : -1} />
      </GridCell>
    </div>
  );
}

interface StateCellProps {
  readonly job: JobView;
}

/** The first cell of a job. */
function StateCell({ job }: StateCellProps) {
  const { word, tone, icon } = stateLabel(job);
  return (
    <GridCell className={tone === 'info' ? 'strong' : undefined}>
      <StateText tone={tone} icon={icon}>
        {word}
      </StateText>
    </GridCell>
  );
}
