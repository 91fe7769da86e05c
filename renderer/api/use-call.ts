import { useCallback, useEffect, useState } from 'react';
import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.js';
import type { ContractError } from '../../shared/contract/result.js';
import { toContractError } from '../../shared/errors/contract-error.js';
import { useClient } from './client-context.js';

/** Calls that only ask and need nothing to ask it with. */
export type Question = {
  [Name in CallName]: undefined extends RequestOf<Name> ? Name : never;
}[CallName];

export type Answer<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: ContractError };

/** Asks once when the component appears; `ask` asks again, keeping the last answer until the next one. */
export function useCall<Name extends Question>(name: Name) {
  const client = useClient();
  const [answer, setAnswer] = useState<Answer<ResponseOf<Name>>>({ kind: 'loading' });
  const ask = useCallback(async () => {
    try {
      // A Question takes no request, which the conditional type of `call` cannot see through a type parameter.
      const call = client.call as unknown as (asked: Name) => Promise<ResponseOf<Name>>;
      setAnswer({ kind: 'ready', value: await call(name) });
    } catch (thrown) {
      setAnswer({ kind: 'failed', error: toContractError(thrown) });
    }
  }, [client, name]);
  useEffect(() => void ask(), [ask]);
  return { answer, ask };
}
