import type { CallName, RequestOf, ResponseOf } from '../../shared/contract/calls.js';
import { useClient } from './client-context.js';
import { type Query, useQuery } from './use-query.js';

/** Calls that only ask and need nothing to ask it with. */
type Question = {
  [Name in CallName]: undefined extends RequestOf<Name> ? Name : never;
}[CallName];

/** Asks the host once when the component appears, and again by `refresh`. */
export function useCall<Name extends Question>(name: Name): Query<ResponseOf<Name>> {
  const client = useClient();
  // A Question takes no request, which the conditional type of `call` cannot see through a type parameter.
  const call = client.call as unknown as (asked: Name) => Promise<ResponseOf<Name>>;
  return useQuery(name, () => call(name));
}
