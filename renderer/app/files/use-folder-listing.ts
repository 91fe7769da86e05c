import { useCallback, useEffect, useState } from 'react';
import type { FileId, FolderListing } from '../../../shared/contract/files.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../data/client-context.js';

/** A folder of the host, and the way to others. */
export interface FolderView {
  /** The last folder that could be read. */
  readonly listing?: FolderListing;
  readonly error?: ContractError;
  /** Without an id, to the roots. */
  readonly open: (id?: FileId) => void;
}

/** Begins at the roots. */
export function useFolderListing(): FolderView {
  const client = useClient();
  const [view, setView] = useState<Omit<FolderView, 'open'>>({});
  const [asked, setAsked] = useState<{ readonly id?: FileId }>({});
  useEffect(() => {
    let stale = false;
    client.call('files.browse', asked).then(
      (listing) => stale || setView({ listing }),
      (thrown) => stale || setView((before) => ({ ...before, error: toContractError(thrown) })),
    );
    return () => {
      stale = true;
    };
  }, [client, asked]);
  const open = useCallback((id?: FileId) => setAsked(id === undefined ? {} : { id }), []);
  return { ...view, open };
}
