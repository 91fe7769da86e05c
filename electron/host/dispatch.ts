import { z } from 'zod';
import { type CallName, calls } from '../../shared/contract/calls.js';
import type { Result } from '../../shared/contract/result.js';
import { toContractError } from './contract-error.js';
import { ContractFailure } from './contract-failure.js';
import { handlers } from './handlers/handlers.js';
import type { HostContext } from './host-context.js';

/** Checks a call and does it. Never rejects: whatever goes wrong is in the answer. */
export async function dispatchCall(context: HostContext, name: string, request: unknown): Promise<Result<unknown>> {
  try {
    return { ok: true, value: await run(context, name, request) };
  } catch (error) {
    return { ok: false, error: toContractError(error) };
  }
}

async function run(context: HostContext, name: string, request: unknown): Promise<unknown> {
  if (!isCallName(name)) throw new ContractFailure('unknown-call', `There is no call '${name.slice(0, 100)}'.`);
  const schema: z.ZodType = calls[name].request;
  const checked = schema.safeParse(request);
  if (!checked.success) {
    throw new ContractFailure('bad-request', `The request of '${name}' is wrong: ${z.prettifyError(checked.error)}`);
  }
  // The map pairs each schema with its handler; that the two go together cannot be told of a name that is a variable.
  const handler = handlers[name] as (context: HostContext, request: unknown) => unknown;
  return await handler(context, checked.data);
}

/** Own keys only: `constructor` is no call. */
function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}
