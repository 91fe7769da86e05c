import type { JobView } from '../../../shared/contract/jobs.js';
import { useFormat } from '../../format/format-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { removalOf } from './job-controls.js';

interface Props {
  /** Jobs to cancel or remove, some of them under way; the question is open while there are some. */
  readonly jobs: readonly JobView[];
  readonly onClose: (isConfirmed: boolean) => void;
}

/** Asks before work that has begun is thrown away. */
export function CancelDialog({ jobs, onClose }: Props) {
  const format = useFormat();
  const { cancel, remove } = removalOf(jobs);
  const one = jobs.find(({ id }) => id === cancel[0]);
  const what = cancel.length === 1 ? one?.source.name : format.countOf(cancel.length, 'running job');
  const others = `${format.countOf(remove.length, 'other job leaves', 'other jobs leave')} the list.`;
  return (
    <AlertDialog
      open={jobs.length > 0}
      title={`Cancel ${what}?`}
      description={`What was written so far is deleted; the source stays as it is. ${remove.length > 0 ? others : ''}`}
      confirmLabel={cancel.length === 1 ? 'Cancel job' : 'Cancel jobs'}
      cancelLabel="Keep working"
      destructive
      onConfirm={() => onClose(true)}
      onCancel={() => onClose(false)}
    />
  );
}
