import type { JobView } from '../../../../shared/contract/jobs.js';
import type { Client } from '../../../data/client.js';

const ends: ReadonlySet<JobView['state']> = new Set(['done', 'failed', 'cancelled', 'skipped']);

/** Waits for the end of the one job of a batch, and answers it as it is then. `onJob` is told of it until there. */
export function batchEnd(client: Client, batchId: string, onJob: (job: JobView) => void): Promise<JobView> {
  return new Promise((resolve) => {
    const look = (jobs: readonly JobView[]) => {
      const job = jobs.find((candidate) => candidate.batchId === batchId);
      if (!job) return;
      if (!isEnded(job.state)) return onJob(job);
      leave();
      resolve(job);
    };
    const leave = client.on('jobs.changed', ({ jobs }) => look(jobs));
    // It may have ended before its name was known here.
    client.call('jobs.list').then(
      ({ jobs }) => look(jobs),
      () => undefined,
    );
  });
}

/** How far a job is, 0 to 1; undefined while that cannot be told. */
export function shareOf({ sourceBytes, doneBytes }: JobView): number | undefined {
  return sourceBytes > 0 ? doneBytes / sourceBytes : undefined;
}

export function isEnded(state: JobView['state']): boolean {
  return ends.has(state);
}
