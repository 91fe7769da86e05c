import type { ContractError } from '../../shared/contract/result.js';
import type { CheckBatch } from './chunks/chunk-checks.js';
import type { StreamAnswer } from './handlers.js';
import type { InspectEvent } from './inspector.js';
import type { OpenOrder } from './open/open-order.js';

/**
 * What the host tells the inspector's thread. Calls and streams have numbers of their own, by which they are answered.
 */
export type ToInspector =
  | { readonly kind: 'open'; readonly call: number; readonly order: OpenOrder }
  | { readonly kind: 'call'; readonly call: number; readonly name: string; readonly request: unknown }
  | { readonly kind: 'stream'; readonly stream: number; readonly name: string; readonly request: unknown }
  /** One more piece of a stream may be sent: there is never more than one under way. */
  | { readonly kind: 'more'; readonly stream: number }
  /** Nobody wants the rest. */
  | { readonly kind: 'leave'; readonly stream: number }
  | { readonly kind: 'checks'; readonly path: string; readonly batch: CheckBatch }
  | { readonly kind: 'end' };

/** What the thread tells the host. */
export type FromInspector =
  | { readonly kind: 'answer'; readonly call: number; readonly response: unknown }
  | { readonly kind: 'refusal'; readonly call: number; readonly failure: ContractError }
  | { readonly kind: 'begun'; readonly stream: number; readonly head: StreamHead }
  | { readonly kind: 'piece'; readonly stream: number; readonly bytes: Uint8Array }
  /** The end of a stream: all was sent, or something failed before or in between. */
  | { readonly kind: 'over'; readonly stream: number; readonly failure?: ContractError }
  | { readonly kind: 'event'; readonly event: InspectEvent };

/** A stream without its bytes. */
export type StreamHead = Omit<StreamAnswer, 'body'>;
