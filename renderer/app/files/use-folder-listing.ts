import { useState } from 'react';
import type { FileId, FolderListing } from '../../../shared/contract/files.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { useClient } from '../../data/client-context.js';
import { useQuery } from '../../data/use-query.js';

/** A folder of the host, and the way to others. */
export interface FolderView {
  /** The last folder that could be read. */
  readonly listing: FolderListing | undefined;
  readonly error: ContractError | undefined;
  /** Without an id, to the roots. */
  readonly open: (id?: FileId) => void;
}

/** Begins at the roots. */
export function useFolderListing(): FolderView {
  const client = useClient();
  const [asked, setAsked] = useState<{ readonly id?: FileId }>({});
  // Another object each time: a folder that is opened again is read again.
  const { value, error } = useQuery(asked, () => client.call('files.browse', asked));
  return { listing: value, error, open: (id) => setAsked(id === undefined ? {} : { id }) };
}
