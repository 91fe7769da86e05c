import { useEffect, useReducer, useState } from 'react';
import type { ChunkDetails } from '../../../../../shared/contract/inspect/chunks.js';
import type { ContractError } from '../../../../../shared/contract/result.js';
import { toContractError } from '../../../../../shared/errors/contract-error.js';
import { useDocument } from '../../model/document-context.js';
import { useChanges } from '../use-changes.js';

/** Who runs along the map with an arrow key does not want every chunk on the way. */
const REST_MS = 90;

interface Shown {
  readonly details?: ChunkDetails;
  readonly error?: { readonly chunkIndex: number; readonly error: ContractError };
}

/** All of one chunk; what was there before stays until it comes. */
export function useChunkDetails(chunkIndex: number | undefined): Shown {
  const { overview, client, version } = useDocument();
  const { document } = overview;
  const [shown, setShown] = useState<Shown>({});
  const [turn, renew] = useReducer((count: number) => count + 1, 0);
  useChanges(['checks'], renew);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the file, or a check, asks again
  useEffect(() => {
    if (chunkIndex === undefined) return;
    let isOver = false;
    const timer = setTimeout(() => {
      client.call('inspect.chunk', { document, chunkIndex }).then(
        (details) => !isOver && setShown({ details }),
        (thrown) => !isOver && setShown({ error: { chunkIndex, error: toContractError(thrown) } }),
      );
    }, REST_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [client, document, chunkIndex, version, turn]);
  return chunkIndex === undefined ? {} : shown;
}
