import { useState } from 'react';
import { useCommand } from '../../app/commands/command-context.js';
import { isBusy, queueFraction } from '../../data/queue/queue-sums.js';
import { useQueueSums } from '../../data/queue/use-queue.js';
import { useFormat } from '../../format/format-context.js';
import { AlertDialog } from '../../ui/AlertDialog.js';
import { useAnnouncements } from './announcements.js';
import { useJobActions } from './use-job-actions.js';

/** Handles the commands for all jobs, and announces the queue's progress to screen readers. Once in the window. */
export function QueueCommands() {
  const sums = useQueueSums();
  const { controlAll } = useJobActions();
  const [isAsking, setIsAsking] = useState(false);
  const busy = isBusy(sums.totals);
  useAnnouncements(sums);
  useCommand('jobs.pause-all', () => controlAll('pause'), busy && !sums.paused);
  useCommand('jobs.resume-all', () => controlAll('resume'), busy);
  useCommand('jobs.cancel-all', () => setIsAsking(true), busy);
  useCommand('jobs.clear-finished', () => controlAll('clear-finished'), sums.totals.finished > 0);
  const close = () => setIsAsking(false);
  const format = useFormat();
  const { running, waiting, paused, finished } = sums.totals;
  const fraction = queueFraction(sums);
  const done = fraction === undefined ? '' : ` ${format.percent(fraction)} is done.`;
  return (
    <AlertDialog
      open={isAsking && busy}
      title={`Cancel ${format.countOf(running + waiting + paused, 'job')}?`}
      description={`${format.countOf(running, 'job is', 'jobs are')} running; partial outputs are deleted.${done} ${format.countOf(finished, 'finished file stays', 'finished files stay')}.`}
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
