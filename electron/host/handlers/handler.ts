import type { CallName, CheckedRequest, ResponseOf } from '../../../shared/contract/calls.js';
import type { HostContext } from '../host-context.js';

/** Handles one call. An error that it throws becomes the error of the result. */
export type Handler<Name extends CallName> = (
  context: HostContext,
  request: CheckedRequest<Name>,
) => ResponseOf<Name> | Promise<ResponseOf<Name>>;

/** The handlers of the calls with these names. */
export type Handlers<Names extends CallName> = { readonly [Name in Names]: Handler<Name> };
