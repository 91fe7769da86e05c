import { useEffect, useState } from 'react';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';

export interface Answer<T> {
  /** The last there was, also while the next one is on its way. */
  readonly value?: T;
  /** The key that the value was asked for with. */
  readonly key?: string;
  readonly error?: ContractError;
  readonly isLoading: boolean;
}

/** Pictures follow a wheel or a slider when it rests for a moment. */
const settleMs = 60;

/**
 * What a question is answered, asked anew whenever `key` changes: the last one wins, the one before is aborted. An undefined key asks
 * nothing. `ask` may change at every render.
 */
export function useAnswer<T>(key: string | undefined, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [answer, setAnswer] = useState<{ value?: T; key?: string; error?: ContractError; errorKey?: string }>({});
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that the question depends on
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const value = await ask(abort.signal);
        if (!abort.signal.aborted) setAnswer({ value, key });
      } catch (thrown) {
        if (abort.signal.aborted) return;
        const error = toContractError(thrown);
        setAnswer((before) => ({ ...before, error, errorKey: key }));
      }
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key]);
  const { value, error, errorKey } = answer;
  const failed = error && errorKey === key;
  return {
    ...(value !== undefined && { value }),
    ...(answer.key !== undefined && { key: answer.key }),
    ...(failed && { error }),
    isLoading: key !== undefined && answer.key !== key && !failed,
  };
}
