import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import { useReconnected } from '../connection-context.js';
import { useStore } from '../store/use-store.js';
import { windowStore } from '../window-store.js';
import { type QueueState, QueueStore } from './queue-store.js';
import type { QueueSums } from './queue-sums.js';

/** The one list of jobs of the window. */
export const useQueueStore = windowStore(QueueStore);

/** Once, in the window: asks for the queue, and again when the host is back, since events were missed meanwhile. */
export function useFollowedQueue(): void {
  const store = useQueueStore();
  useEffect(() => store.open(), [store]);
  useReconnected(() => void store.load());
}

/** The list of jobs, asked for anew by each view of it. */
export function useQueue(): QueueState {
  const store = useQueueStore();
  useEffect(() => void store.load(), [store]);
  return useStore(store);
}

/** The sums of the queue as it is now. */
export function useQueueSums(): QueueSums {
  return useStore(useQueueStore().sums);
}

/** A job as it is now; undefined when it is gone. */
export function useJob(id: JobId | undefined): JobView | undefined {
  const store = useQueueStore();
  const subscribe = useCallback(
    (listener: () => void) => (id === undefined ? () => {} : store.subscribeJob(id, listener)),
    [store, id],
  );
  return useSyncExternalStore(subscribe, () => store.job(id));
}
