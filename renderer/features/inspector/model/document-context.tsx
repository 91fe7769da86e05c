import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { DocumentOverview } from '../../../../shared/contract/inspect/document.js';
import type { Client } from '../../../data/client.js';
import { useClient } from '../../../data/client-context.js';

interface DocumentAccess {
  readonly overview: DocumentOverview;
  readonly client: Client;
  /** Grows when the document is read again: what was loaded before is out of date. */
  readonly version: number;
}

const DocumentContext = createContext<DocumentAccess | undefined>(undefined);

/** The open document. Throws outside DocumentProvider, which is a fault of the program. */
export function useDocument(): DocumentAccess {
  const access = useContext(DocumentContext);
  if (!access) throw new Error('useDocument outside DocumentProvider');
  return access;
}

interface Props {
  readonly overview: DocumentOverview;
  readonly version: number;
  readonly children: ReactNode;
}

/** Once a document tab. */
export function DocumentProvider({ overview, version, children }: Props) {
  const client = useClient();
  const access = useMemo(() => ({ overview, client, version }), [overview, client, version]);
  return <DocumentContext value={access}>{children}</DocumentContext>;
}
