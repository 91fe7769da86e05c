import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.js';
import type { ContractError } from '../../shared/contract/result.js';
import { toContractError } from '../../shared/errors/contract-error.js';
import { useClient } from './client-context.js';
import { useReconnected } from './connection.js';

export interface Query<T, Key = string> {
  /**
   * The last value that was loaded: for the key now given, or, while that is loading, for an earlier one. Never the value of another
   * key than the one that `error` is about.
   */
  readonly value: T | undefined;
  /** The key that `value` was loaded for. */
  readonly valueKey: Key | undefined;
  readonly isCurrent: boolean;
  /** Why the last load for the key now given failed. */
  readonly error: ContractError | undefined;
  /** There is neither a value nor an error for the key now given. */
  readonly isLoading: boolean;
  /** Loads again, after the load that is running; what is shown stays until then. */
  readonly refresh: () => void;
  /** As `refresh`, and clears the error: for a button that the user presses. */
  readonly retry: () => void;
}

interface Options {
  /** Milliseconds that the key must stay the same before it is loaded: for keys that follow a wheel or a slider. */
  readonly restMs?: number;
  /** How many values are kept by their keys and not loaded again; `refresh` drops them. Default none. */
  readonly kept?: number;
}

/** Loads the value for a key. `onPart` shows a value that is not complete yet; only the first load for a key has any use for it. */
type Load<T, Key> = (signal: AbortSignal, key: Key, onPart: (value: T) => void) => Promise<T>;

/**
 * The value for a key, loaded whenever the key changes, which must contain all that the value depends on; undefined loads nothing.
 * A new key aborts the load for the key before; if that completes all the same, its value is dropped. A load that failed is repeated
 * by `retry`, by `refresh`, and when the connection to the host is back. `load` may be another function at every render.
 */
export function useQuery<T, Key = string>(
  key: Key | undefined,
  load: Load<T, Key>,
  { restMs = 0, kept = 0 }: Options = {},
): Query<T, Key> {
  const { loadCount, refresh, begin } = useLoadCount();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a refresh must not take its value from the cache
  const cache = useMemo(() => new Map<Key, T>(), [loadCount]);
  const [loaded, setLoaded] = useState<{ readonly key: Key; readonly value: T }>();
  const [failure, setFailure] = useState<{ readonly key: Key; readonly error: ContractError }>();
  const run = useEffectEvent(async (wanted: Key, signal: AbortSignal) => {
    const isFirst = loaded?.key !== wanted;
    const show = (value: T) => {
      if (!signal.aborted) setLoaded({ key: wanted, value });
    };
    try {
      // A value that is shown already is replaced as a whole, so that it does not flicker.
      const value = cache.get(wanted) ?? (await load(signal, wanted, isFirst ? show : () => {}));
      keepLast(cache, wanted, value, kept);
      show(value);
      if (!signal.aborted) setFailure(undefined);
    } catch (thrown) {
      if (!signal.aborted) setFailure({ key: wanted, error: toContractError(thrown) });
    }
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count loads again
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    const end = begin();
    const timer = setTimeout(() => void run(key, abort.signal).then(() => abort.signal.aborted || end()), restMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [begin, key, loadCount, restMs]);
  const error = failure && failure.key === key ? failure.error : undefined;
  const isCurrent = loaded !== undefined && loaded.key === key;
  useReconnected(() => {
    if (error) refresh();
  });
  const retry = () => {
    setFailure(undefined);
    refresh();
  };
  const isLoading = key !== undefined && !isCurrent && !error;
  const shown = error && !isCurrent ? undefined : loaded;
  return { value: shown?.value, valueKey: shown?.key, isCurrent, error, isLoading, refresh, retry };
}

/** Puts a value last in a map and removes the first ones, which were used least recently, beyond `most`. */
function keepLast<Key, T>(cache: Map<Key, T>, key: Key, value: T, most: number): void {
  cache.delete(key);
  cache.set(key, value);
  const [oldest] = cache.keys();
  if (cache.size > most && oldest !== undefined) cache.delete(oldest);
}

/** Counts the loads for one key. A refresh during a load counts when that has ended, so that every load can end. */
function useLoadCount() {
  const [loadCount, setLoadCount] = useState(0);
  const state = useRef({ isLoading: false, isStale: false });
  const begin = useCallback(() => {
    state.current = { isLoading: true, isStale: false };
    return () => {
      const { isStale } = state.current;
      state.current = { isLoading: false, isStale: false };
      if (isStale) setLoadCount((before) => before + 1);
    };
  }, []);
  const refresh = useCallback(() => {
    if (state.current.isLoading) state.current.isStale = true;
    else setLoadCount((before) => before + 1);
  }, []);
  return { loadCount, refresh, begin };
}

/** Calls that take no request. */
type CallWithoutRequest = {
  [Name in CallName]: undefined extends RequestOf<Name> ? Name : never;
}[CallName];

/** Calls the host once when the component appears, and again by `refresh`. */
export function useCall<Name extends CallWithoutRequest>(name: Name): Query<ResponseOf<Name>> {
  const client = useClient();
  // Such a call takes no request, which the conditional type of `call` cannot see through a type parameter.
  const call = client.call as unknown as (called: Name) => Promise<ResponseOf<Name>>;
  return useQuery(name, () => call(name));
}
