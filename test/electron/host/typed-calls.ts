import type { CallName, RequestOf, ResponseOf } from '../../../shared/contract/calls.js';
import type { EventMessage, EventName, Events } from '../../../shared/contract/events.js';
import type { ContractError } from '../../../shared/contract/result.js';
import type { TestTransport } from './memory-transport.js';

/** The response of a call that must succeed. */
export async function ask<Name extends CallName>(
  transport: Pick<TestTransport, 'call'>,
  name: Name,
  ...[request]: undefined extends RequestOf<Name> ? [] : [RequestOf<Name>]
): Promise<ResponseOf<Name>> {
  const result = await transport.call(name, request);
  if (!result.ok) throw new Error(`${name}: ${result.error.kind}: ${result.error.message}\n${result.error.details}`);
  return result.value as ResponseOf<Name>; // the contract's type for this call
}

/** The error of a call that must fail. */
export async function askInVain(transport: TestTransport, name: string, request?: unknown): Promise<ContractError> {
  const result = await transport.call(name, request);
  if (result.ok) throw new Error(`${name} succeeded: ${JSON.stringify(result.value)}`);
  return result.error;
}

/** Resolves to the first event of that name that matches. */
export function nextEvent<Name extends EventName>(
  transport: TestTransport,
  name: Name,
  fits: (payload: Events[Name]) => boolean = () => true,
): Promise<Events[Name]> {
  return new Promise((resolve) => {
    const unsubscribe = transport.subscribe((event: EventMessage) => {
      const payload = event.payload as Events[Name]; // checked by the name, in the next line
      if (event.name !== name || !fits(payload)) return;
      unsubscribe();
      resolve(payload);
    });
  });
}
