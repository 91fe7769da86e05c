import type { z } from 'zod';
import type { CallName, calls, ResponseOf } from '../../../shared/contract/calls.js';
import type { StreamName, streams } from '../../../shared/contract/streams.js';
import type { HostContext } from '../host-context.js';

/** A request that has passed its schema. */
export type CheckedRequest<Name extends CallName> = z.output<(typeof calls)[Name]['request']>;

/** A question for bytes that has passed its schema. */
export type CheckedStream<Name extends StreamName> = z.output<(typeof streams)[Name]>;

/** Does one call's work. What it throws becomes the answer's error. */
export type Handler<Name extends CallName> = (
  context: HostContext,
  request: CheckedRequest<Name>,
) => ResponseOf<Name> | Promise<ResponseOf<Name>>;

/** The handlers of the calls with these names. */
export type Handlers<Names extends CallName> = { readonly [Name in Names]: Handler<Name> };
