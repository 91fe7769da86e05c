import type { ContenderFacts, FormatEvent, FormatPlan } from './types.js';

/** What the thread that measures is told. `cancel` is heard between two steps. */
export type ToContenders =
  | { readonly kind: 'run'; readonly plan: FormatPlan; readonly scratchFolder: string }
  /** Which contenders there are, for those who choose; the thread ends with the answer. */
  | { readonly kind: 'ask'; readonly nthreads: number }
  | { readonly kind: 'cancel' };

/** What it tells; `failed` and `cancelled` end it as the event `done` does. */
export type FromContenders =
  | { readonly kind: 'event'; readonly event: FormatEvent }
  | { readonly kind: 'contenders'; readonly contenders: readonly ContenderFacts[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string; readonly isArgument: boolean };
