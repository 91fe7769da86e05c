import { useEffect, useState } from 'react';
import type { JobDetails, JobId, JobView } from '../../../shared/contract/jobs.js';
import { useClient } from '../../api/client-context.js';
import { hasBegun } from './queue-layout.js';

const refreshEveryMs = 500;

/** Steps, series and log of a job: asked for when it is chosen and at each step, and twice a second while it works. */
export function useJobDetails(job: JobView | undefined): JobDetails | undefined {
  const client = useClient();
  const [details, setDetails] = useState<JobDetails>();
  const id = job?.id;
  const isWorking = job !== undefined && hasBegun(job) && job.state !== 'paused';
  // biome-ignore lint/correctness/useExhaustiveDependencies: a job that takes a step has more to tell
  useEffect(() => {
    if (id === undefined) return;
    let isCurrent = true;
    const ask = () => askFor(id);
    const askFor = (asked: JobId) =>
      client.call('jobs.details', { id: asked }).then(
        (answer) => isCurrent && setDetails(answer),
        // A job that is gone leaves the list, and the panel with it.
        () => undefined,
      );
    void ask();
    const timer = isWorking ? setInterval(ask, refreshEveryMs) : undefined;
    return () => {
      isCurrent = false;
      clearInterval(timer);
    };
  }, [client, id, isWorking, job?.state, job?.note]);
  return details?.job.id === id ? details : undefined;
}
