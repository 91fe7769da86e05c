import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChunkSummary } from '../../../../shared/contract/inspect/chunks.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { useDocument } from '../model/document-context.js';
import { useChanges } from './use-changes.js';

/** Sums over all chunks; the last ones stay until newer come. */
export function useChunkSummary() {
  const { overview, client, version } = useDocument();
  const [summary, setSummary] = useState<ChunkSummary>();
  const [error, setError] = useState<ContractError>();
  const newest = useRef(0);
  const ask = useCallback(async () => {
    const turn = ++newest.current;
    try {
      const answer = await client.call('inspect.summary', { document: overview.document });
      if (turn !== newest.current) return;
      setSummary(answer);
      setError(undefined);
    } catch (thrown) {
      if (turn === newest.current) setError(toContractError(thrown));
    }
  }, [client, overview.document]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the file has other sums
  useEffect(() => void ask(), [ask, version]);
  useChanges(['walk', 'checks'], () => void ask());
  return { summary, error, ask };
}
