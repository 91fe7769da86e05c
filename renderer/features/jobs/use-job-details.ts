import { useEffect } from 'react';
import type { JobDetails, JobView } from '../../../shared/contract/jobs.js';
import { useClient } from '../../data/client-context.js';
import { hasBegun } from '../../data/queue/queue-layout.js';
import { type Query, useQuery } from '../../data/use-query.js';

const refreshEveryMs = 500;

/** Steps, series and log of a job: asked for when it is chosen and at each step, and twice a second while it works. */
export function useJobDetails(job: JobView): Query<JobDetails> {
  const client = useClient();
  const { id, state, note } = job;
  const details = useQuery(JSON.stringify([id, state, note]), () => client.call('jobs.details', { id }));
  const { refresh } = details;
  const isWorking = hasBegun(job) && state !== 'paused';
  useEffect(() => {
    if (!isWorking) return;
    const timer = setInterval(refresh, refreshEveryMs);
    return () => clearInterval(timer);
  }, [isWorking, refresh]);
  return details;
}
