import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import { useReconnected } from '../connection.js';
import { useStore } from '../store/store.js';
import { windowStore } from '../window-store.js';
import { type QueueState, QueueStore } from './queue-store.js';
import type { QueueSums } from './queue-sums.js';

/** The one list of jobs of the window. */
export const useQueueStore = windowStore(QueueStore);

/** Once, in the window: loads the queue, and again when the connection is back, since events were missed until then. */
export function useFollowedQueue(): void {
  const store = useQueueStore();
  useEffect(() => store.open(), [store]);
  useReconnected(() => void store.load());
}

/** The list of jobs, kept up to date by events; loaded again by a view only where that failed before. */
export function useQueue(): QueueState {
  const store = useQueueStore();
  useEffect(() => store.open(), [store]);
  return useStore(store);
}

/** The current sums of the queue. */
export function useQueueSums(): QueueSums {
  return useStore(useQueueStore().sums);
}

/** The current state of a job; undefined when it is no longer listed. */
export function useJob(id: JobId | undefined): JobView | undefined {
  const store = useQueueStore();
  const subscribe = useCallback(
    (listener: () => void) => (id === undefined ? () => {} : store.subscribeJob(id, listener)),
    [store, id],
  );
  return useSyncExternalStore(subscribe, () => store.job(id));
}
