import type { Goal } from './goal.js';
import type { Ranked } from './rank-results.js';
import type { Measured } from './result.js';

/** The bandwidth below which another, tighter setting finishes first. */
export interface Crossover {
  readonly bandwidth: number;
  readonly result: Measured;
}

/** What to do, in facts for the app and in words for people. */
export type Advice = {
  readonly goal: Goal;
  /** One or two plain sentences. */
  readonly sentence: string;
  /** What to know before following it; sentences. */
  readonly cautions: readonly string[];
} & (
  | {
      readonly kind: 'use';
      readonly best: Ranked;
      /** Others that the measurements cannot tell from the best. */
      readonly ties: readonly Ranked[];
      /** The first that is really behind. */
      readonly next: Ranked | undefined;
      /** For a storage: seconds without compression. */
      readonly plainSeconds: number | undefined;
      readonly crossover: Crossover | undefined;
    }
  /** Compression gains nothing here: `best` is what comes closest. */
  | { readonly kind: 'store'; readonly reason: 'incompressible' | 'slower'; readonly best: Measured | undefined }
  /** Nothing that was measured meets the goal. */
  | { readonly kind: 'none' }
);

/** The facts of an advice to use a setting; the sentence is made of them. */
export type UseFacts = Omit<Extract<Advice, { kind: 'use' }>, 'sentence' | 'cautions'>;
