import type { Goal } from './goal.js';
import type { Ranked } from './rank-results.js';
import type { Measured } from './result.js';

/** Where another setting with a higher ratio finishes first. */
export interface Crossover {
  /** The mean bandwidth below which it does, see `meanBandwidth`. */
  readonly bandwidth: number;
  readonly result: Measured;
}

/** The advised setting (or none), as facts and as a sentence. */
export type Advice = {
  readonly goal: Goal;
  /** One or two plain sentences. */
  readonly sentence: string;
  /** Sentences: limits of the advice. */
  readonly cautions: readonly string[];
} & (
  | {
      readonly kind: 'use';
      readonly best: Ranked;
      /** Settings whose difference from the best is within the spread of the measurements. */
      readonly ties: readonly Ranked[];
      /** The first setting that is clearly behind the best. */
      readonly next: Ranked | undefined;
      /** For a storage: seconds without compression. */
      readonly plainSeconds: number | undefined;
      /** Whether storing without compression takes as long, within the spread of the measurements. */
      readonly isPlainTied: boolean;
      readonly crossover: Crossover | undefined;
      /** For the smallest: a setting that is little larger and writes much faster. */
      readonly knee: Measured | undefined;
    }
  /** Compression gains nothing here; `best` is the best setting nevertheless. */
  | { readonly kind: 'store'; readonly reason: 'incompressible' | 'slower'; readonly best: Measured | undefined }
  /** Nothing that was measured meets the goal. */
  | { readonly kind: 'none' }
);

/** The facts of an advice to use a setting, from which its sentence is made. */
export type UseFacts = Omit<Extract<Advice, { kind: 'use' }>, 'sentence' | 'cautions'>;
