import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { PageCache } from './page-cache.js';

interface PageState<Page> {
  /** Of the key, or the last one there was while the key's own is on its way. */
  readonly page: Page | undefined;
  readonly error: ContractError | undefined;
  /** The page is not the key's own. */
  readonly isStale: boolean;
  readonly retry: () => void;
}

/** A page of something long, by its key: kept, and cancelled when another is wanted. Without a key nothing is asked. */
export function usePage<Page extends object>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<Page>,
): PageState<Page> {
  const [cache] = useState(() => new PageCache<Page>());
  const [shown, setShown] = useState<{ readonly key: string; readonly page: Page }>();
  const [failed, setFailed] = useState<{ readonly key: string; readonly error: ContractError }>();
  const [turn, setTurn] = useState(0);
  const ask = useEffectEvent(load);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    if (key === undefined) return;
    const kept = cache.get(key);
    if (kept) {
      setShown({ key, page: kept });
      return;
    }
    const abort = new AbortController();
    ask(abort.signal).then(
      (page) => {
        cache.set(key, page);
        if (!abort.signal.aborted) setShown({ key, page });
      },
      (thrown) => abort.signal.aborted || setFailed({ key, error: toContractError(thrown) }),
    );
    return () => abort.abort();
  }, [cache, key, turn]);
  const retry = useCallback(() => {
    setFailed(undefined);
    setTurn((before) => before + 1);
  }, []);
  const error = failed?.key === key ? failed?.error : undefined;
  return { page: shown?.page, error, isStale: shown?.key !== key, retry };
}
