import type { Client } from './client.js';
import { useClient } from './client-context.js';

/** Makes the hook that returns the window's one store of a class: it lives as long as the connection's client. */
export function windowStore<Kept extends object>(StoreClass: new (client: Client) => Kept): () => Kept {
  const stores = new WeakMap<Client, Kept>();
  return function useWindowStore() {
    const client = useClient();
    const store = stores.get(client) ?? new StoreClass(client);
    stores.set(client, store);
    return store;
  };
}
