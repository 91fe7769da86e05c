import { useEffect, useEffectEvent, useState } from 'react';
import type { JobView } from '../../../../shared/contract/jobs.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { useClient } from '../../../api/client-context.js';
import { useEvent } from '../../../api/use-event.js';

const ends: ReadonlySet<string> = new Set(['done', 'failed', 'cancelled', 'skipped']);

/** Follows the one job of a batch: answers how far it is, and calls when it is at its end, with why if it failed. */
export function useBatchEnd(
  batchId: string | undefined,
  onEnd: (failure: ContractError | undefined) => void,
): number | undefined {
  const client = useClient();
  const [done, setDone] = useState<number>();
  const look = useEffectEvent((jobs: readonly JobView[]) => {
    const job = batchId === undefined ? undefined : jobs.find((candidate) => candidate.batchId === batchId);
    if (!job) return;
    if (!ends.has(job.state)) return setDone(job.sourceBytes > 0 ? job.doneBytes / job.sourceBytes : undefined);
    const stopped = { kind: 'cancelled', message: job.note ?? 'The job was stopped before its end.' } as const;
    onEnd(job.state === 'done' ? undefined : (job.error ?? stopped));
  });
  useEvent('jobs.changed', ({ jobs }) => look(jobs));
  // It can end before its name is known here.
  useEffect(() => {
    if (batchId === undefined) return;
    client.call('jobs.list').then(
      ({ jobs }) => look(jobs),
      () => undefined,
    );
  }, [client, batchId]);
  return done;
}
