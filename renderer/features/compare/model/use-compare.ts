import { useMemo, useSyncExternalStore } from 'react';
import type { Client } from '../../../api/client.js';
import { useClient } from '../../../api/client-context.js';
import { type CompareState, CompareStore } from './compare-store.js';
import { type ReadModel, readModel } from './read-model.js';

const stores = new WeakMap<Client, CompareStore>();

/** The one comparison of the window. */
export function useCompareStore(): CompareStore {
  const client = useClient();
  const store = stores.get(client) ?? new CompareStore(client);
  stores.set(client, store);
  return store;
}

/** What the page shows now. */
export function useCompare(): CompareState {
  const store = useCompareStore();
  return useSyncExternalStore(store.subscribe, store.state);
}

/** The shown run for the chosen goal; undefined while there is none. */
export function useReadModel(): ReadModel | undefined {
  const { run, goal } = useCompare();
  return useMemo(() => (run ? readModel(run, goal) : undefined), [run, goal]);
}
