import type { JobView } from '../../../../shared/contract/jobs.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import type { Client } from '../../../api/client.js';

const ends: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled', 'skipped']);

/** Waits for the one job of a batch: answers why it failed, or nothing when it did not. `onProgress` is told a share, 0 to 1. */
export function batchEnd(
  client: Client,
  batchId: string,
  onProgress: (done: number) => void,
): Promise<ContractError | undefined> {
  return new Promise((resolve) => {
    const look = (jobs: readonly JobView[]) => {
      const job = jobs.find((candidate) => candidate.batchId === batchId);
      if (!job) return;
      if (job.sourceBytes > 0) onProgress(job.doneBytes / job.sourceBytes);
      if (!ends.has(job.state)) return;
      leave();
      const stopped = { kind: 'cancelled', message: job.note ?? 'The job was stopped before its end.' } as const;
      resolve(job.state === 'done' ? undefined : (job.error ?? stopped));
    };
    const leave = client.on('jobs.changed', ({ jobs }) => look(jobs));
    // It may have ended before its name was known here.
    client.call('jobs.list').then(
      ({ jobs }) => look(jobs),
      () => undefined,
    );
  });
}
