import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { ContractError } from '../../shared/contract/result.js';
import { toContractError } from '../../shared/errors/contract-error.js';
import { useReconnected } from './connection-context.js';
import { PageCache } from './page-cache.js';

export interface Query<T, Key = string> {
  /** The last answer there was: to the question now asked, or to the one before while `isCurrent` is false. */
  readonly value: T | undefined;
  /** The key of the question that `value` answers. */
  readonly answered: Key | undefined;
  readonly isCurrent: boolean;
  /** Why the question now asked could not be answered when it was asked last. */
  readonly error: ContractError | undefined;
  /** There is neither an answer nor an error yet. */
  readonly isLoading: boolean;
  /** Asks again, once the answer under way has come; what is shown stays until then. */
  readonly refresh: () => void;
  /** The same for the user, who sees the error go. */
  readonly retry: () => void;
}

interface Options {
  /** Milliseconds that the key must stay the same before it is asked: for questions that follow a wheel or a slider. */
  readonly restMs?: number;
  /** Answers that are kept by key and not asked for again. Default none. */
  readonly kept?: number;
}

/**
 * The answer to a question, asked anew whenever `key`, which must say all that it depends on, changes; undefined asks nothing. Only
 * the newest question counts: the one before is aborted, and its answer dropped if it comes all the same. One that failed is asked
 * again by `retry`, by `refresh`, and when the host is back after it was away. `ask` may change at every render.
 */
export function useQuery<T, Key = string>(
  key: Key | undefined,
  ask: (signal: AbortSignal, key: Key) => Promise<T>,
  { restMs = 0, kept = 0 }: Options = {},
): Query<T, Key> {
  const { turn, refresh, begin } = useTurns();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking again is not answered from what was kept
  const cache = useMemo(() => new PageCache<Key, T>(kept), [kept, turn]);
  const [answer, setAnswer] = useState<{ readonly key: Key; readonly value: T }>();
  const [failure, setFailure] = useState<{ readonly key: Key; readonly error: ContractError }>();
  const load = useEffectEvent(async (asked: Key, signal: AbortSignal) => {
    try {
      const value = cache.get(asked) ?? (await ask(signal, asked));
      cache.set(asked, value);
      if (signal.aborted) return;
      setAnswer({ key: asked, value });
      setFailure(undefined);
    } catch (thrown) {
      if (!signal.aborted) setFailure({ key: asked, error: toContractError(thrown) });
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn asks again
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    const end = begin();
    const timer = setTimeout(() => void load(key, abort.signal).then(() => abort.signal.aborted || end()), restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [begin, key, turn, restMs]);
  const error = failure && failure.key === key ? failure.error : undefined;
  const isCurrent = answer !== undefined && answer.key === key;
  useReconnected(() => {
    if (error) refresh();
  });
  const retry = () => {
    setFailure(undefined);
    refresh();
  };
  const isLoading = key !== undefined && !isCurrent && !error;
  return { value: answer?.value, answered: answer?.key, isCurrent, error, isLoading, refresh, retry };
}

/** Counts how often the same question is asked. One that is being asked is asked again only after its answer, so that it gets one. */
function useTurns() {
  const [turn, setTurn] = useState(0);
  const state = useRef({ isAsking: false, isStale: false });
  const begin = useCallback(() => {
    state.current = { isAsking: true, isStale: false };
    return () => {
      const { isStale } = state.current;
      state.current = { isAsking: false, isStale: false };
      if (isStale) setTurn((before) => before + 1);
    };
  }, []);
  const refresh = useCallback(() => {
    if (state.current.isAsking) state.current.isStale = true;
    else setTurn((before) => before + 1);
  }, []);
  return { turn, refresh, begin };
}
