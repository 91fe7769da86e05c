import { useCallback } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { CallError } from '../../../shared/errors/contract-error.js';
import { useEvent } from '../../data/client-context.js';
import { useStore } from '../../data/store/store.js';
import { windowStore } from '../../data/window-store.js';
import { useFailureToast } from '../../ui/Toasts.js';
import { useNavigation } from '../navigation-context.js';
import { DocumentStore, type DocumentsState } from './document-store.js';

/** The store of the open documents of this window. */
export const useDocumentStore = windowStore(DocumentStore);

/** The present tabs. */
export function useDocuments(): DocumentsState {
  return useStore(useDocumentStore());
}

/** Once a window: says which exports of its documents have failed. */
export function useExportFailures(): void {
  const store = useDocumentStore();
  const failed = useFailureToast();
  useEvent('inspect.export-failed', ({ document, error }) => {
    const tab = store.state().tabs.find(({ overview }) => overview?.document === document);
    if (tab) failed(new CallError(error), `The export of ${tab.name} is not complete`);
  });
}

/** Returns a function that opens a file in the Inspector. */
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
