import type { JobId, JobView } from '../../../../shared/contract/jobs.js';
import { isEnded } from '../../../data/queue/queue-layout.js';
import type { QueueStore } from '../../../data/queue/queue-store.js';

/** Waits for the end of the one job of a batch and returns the job. `onJob` is called when it changes until then. */
export function batchEnd(queue: QueueStore, batchId: string, onJob: (job: JobView) => void): Promise<JobView> {
  return new Promise((resolve) => {
    let id: JobId | undefined;
    let leave = () => {};
    const check = () => {
      const job = id === undefined ? queue.all().find((one) => one.batchId === batchId) : queue.job(id);
      if (!job) return;
      if (id === undefined) {
        id = job.id;
        leave();
        leave = queue.subscribeJob(id, check);
      }
      if (!isEnded(job)) return onJob(job);
      leave();
      resolve(job);
    };
    leave = queue.subscribe(check);
    // The list that is shown may be from before the batch.
    void queue.load();
  });
}

/** How far a job is, 0 to 1; undefined while that is not known. */
export function shareOf({ sourceBytes, doneBytes }: JobView): number | undefined {
  return sourceBytes > 0 ? doneBytes / sourceBytes : undefined;
}
