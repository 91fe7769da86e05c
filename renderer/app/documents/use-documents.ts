import { useCallback } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import { useStore } from '../../data/store/use-store.js';
import { windowStore } from '../../data/window-store.js';
import { useNavigation } from '../navigation-context.js';
import { DocumentStore, type DocumentsState } from './document-store.js';

/** The one store of open documents of the window. */
export const useDocumentStore = windowStore(DocumentStore);

/** The tabs there are now. */
export function useDocuments(): DocumentsState {
  return useStore(useDocumentStore());
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
