import { useState } from 'react';
import { useCommand } from '../../app/commands/command-context.js';
import { queueFraction } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { isBusy } from './batch-words.js';
import { useAnnouncements } from './use-announcements.js';
import { useJobActions } from './use-job-actions.js';

/** The commands of the whole queue, and what screen readers hear of it: once in the window. */
export function QueueCommands() {
  const sums = useQueueSums();
  const { controlAll } = useJobActions();
  const [isAsking, setIsAsking] = useState(false);
  const busy = isBusy(sums);
  useAnnouncements(sums);
  useCommand('jobs.pause-all', () => controlAll('pause'), busy && !sums.paused);
  useCommand('jobs.resume-all', () => controlAll('resume'), busy);
  useCommand('jobs.cancel-all', () => setIsAsking(true), busy);
  useCommand('jobs.clear-finished', () => controlAll('clear-finished'), sums.totals.finished > 0);
  const close = () => setIsAsking(false);
  const format = useFormat();
  const { running, waiting, finished } = sums.totals;
  const fraction = queueFraction(sums);
  const done = fraction === undefined ? '' : ` ${format.percent(fraction)} of the bytes are done.`;
  return (
    <AlertDialog
      open={isAsking && busy}
      title={`Cancel ${format.countOf(running + waiting, 'job')}?`}
      description={`${format.countOf(running, 'job is', 'jobs are')} running; what is half written is deleted.${done} ${format.countOf(finished, 'finished file stays', 'finished files stay')}.`}
      confirmLabel="Cancel all jobs"
      cancelLabel="Keep working"
      destructive
      onConfirm={() => {
        controlAll('cancel');
        close();
      }}
      onCancel={close}
    />
  );
}
