import { useCallback } from 'react';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import { useDocument } from './document-context.js';

/** Opens an array of the document's file in a tab of its own. */
export function useOpenMember(): (member: string) => void {
  const { id, name } = useDocument().overview.file;
  const store = useDocumentStore();
  return useCallback((member) => void store.open({ id, member }, `${name} › ${member}`), [store, id, name]);
}
