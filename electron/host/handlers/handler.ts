import type { CallName, CheckedRequest, ResponseOf } from '../../../shared/contract/calls.js';
import type { HostContext } from '../host-context.js';

/** Does one call's work. What it throws becomes the answer's error. */
export type Handler<Name extends CallName> = (
  context: HostContext,
  request: CheckedRequest<Name>,
) => ResponseOf<Name> | Promise<ResponseOf<Name>>;

/** The handlers of the calls with these names. */
export type Handlers<Names extends CallName> = { readonly [Name in Names]: Handler<Name> };
