import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { JobId, JobView } from '../../../shared/contract/jobs.js';
import type { Client } from '../../api/client.js';
import { useClient } from '../../api/client-context.js';
import { useReconnected } from '../../api/connection-context.js';
import { type QueueState, QueueStore } from './queue-store.js';

const stores = new WeakMap<Client, QueueStore>();

/** The one list of jobs of the window. */
export function useQueueStore(): QueueStore {
  const client = useClient();
  const store = stores.get(client) ?? new QueueStore(client);
  stores.set(client, store);
  return store;
}

/** The list of jobs; asked for anew when the host comes back, for nothing was told meanwhile. */
export function useQueue(): QueueState {
  const store = useQueueStore();
  useEffect(() => void store.load(), [store]);
  useReconnected(() => void store.load());
  return useSyncExternalStore(store.subscribe, store.state);
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
