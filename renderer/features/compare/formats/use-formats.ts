import { useSyncExternalStore } from 'react';
import type { Client } from '../../../api/client.js';
import { useClient } from '../../../api/client-context.js';
import { type FormatsState, FormatsStore } from './formats-store.js';

const stores = new WeakMap<Client, FormatsStore>();

/** The one measurement of formats of the window. */
export function useFormatsStore(): FormatsStore {
  const client = useClient();
  const store = stores.get(client) ?? new FormatsStore(client);
  stores.set(client, store);
  return store;
}

export function useFormats(): FormatsState {
  const store = useFormatsStore();
  return useSyncExternalStore(store.subscribe, store.state);
}
