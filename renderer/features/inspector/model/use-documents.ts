import { useCallback, useSyncExternalStore } from 'react';
import type { FileId } from '../../../../shared/contract/files.js';
import type { Client } from '../../../api/client.js';
import { useClient } from '../../../api/client-context.js';
import { useNavigation } from '../../../app/navigation-context.js';
import { DocumentStore, type DocumentsState } from './document-store.js';

const stores = new WeakMap<Client, DocumentStore>();

/** The one store of open documents of the window. */
export function useDocumentStore(): DocumentStore {
  const client = useClient();
  const store = stores.get(client) ?? new DocumentStore(client);
  stores.set(client, store);
  return store;
}

/** The tabs there are now. */
export function useDocuments(): DocumentsState {
  const store = useDocumentStore();
  return useSyncExternalStore(store.subscribe, store.state);
}

/** Answers how to look into a file from anywhere in the window. */
export function useInspect(): (id: FileId, name?: string) => void {
  const store = useDocumentStore();
  const { go } = useNavigation();
  return useCallback(
    (id, name) => {
      go('inspector');
      void store.open({ id }, name);
    },
    [store, go],
  );
}
