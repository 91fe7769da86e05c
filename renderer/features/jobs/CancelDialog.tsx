import type { JobView } from '../../../shared/contract/jobs.js';
import { useFormat } from '../../format/format-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { removalOf } from './job-controls.js';

interface Props {
  /** Jobs to cancel or remove, some of them running; the dialog is open while the list is not empty. */
  readonly jobs: readonly JobView[];
  readonly onClose: (isConfirmed: boolean) => void;
}

/** Asks before running jobs are cancelled. */
export function CancelDialog({ jobs, onClose }: Props) {
  const format = useFormat();
  const { cancel, remove } = removalOf(jobs);
  const one = jobs.find(({ id }) => id === cancel[0]);
  const what = cancel.length === 1 ? one?.source.name : format.countOf(cancel.length, 'running job');
  const others = `${format.countOf(remove.length, 'other job is', 'other jobs are')} removed from the list.`;
  return (
    <AlertDialog
      open={jobs.length > 0}
      title={`Cancel ${what}?`}
      description={`The partial output is deleted; the source is not changed. ${remove.length > 0 ? others : ''}`}
      confirmLabel={cancel.length === 1 ? 'Cancel job' : 'Cancel jobs'}
      cancelLabel="Keep working"
      destructive
      onConfirm={() => onClose(true)}
      onCancel={() => onClose(false)}
    />
  );
}
