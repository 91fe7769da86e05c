import type { CompareResult, Run } from './result.js';
import type { Setting } from './setting.js';

/** Events of a running comparison. Times in milliseconds. */
export type CompareEvent =
  | {
      readonly kind: 'started';
      /** In the order of the plan; measured in another one. */
      readonly settings: readonly Setting[];
      readonly rounds: number;
      readonly estimateMs: number;
      /** Sentences: what was dropped because of the budget. */
      readonly dropped: readonly string[];
    }
  /** Other programs use the processors: the first round waits for them, for some seconds at most. */
  | { readonly kind: 'waiting' }
  | {
      readonly kind: 'measured';
      /** Replaces the earlier result of the same setting. */
      readonly result: CompareResult;
      /** Counted from 1. */
      readonly round: number;
      /** Whether more repeats of this setting are to come. */
      readonly partial: boolean;
      readonly doneFraction: number;
      readonly elapsedMs: number;
    }
  | {
      readonly kind: 'round';
      /** The round that is complete, counted from 1. */
      readonly round: number;
      readonly rounds: number;
      readonly elapsedMs: number;
      /** The remaining time, estimated from the rounds so far. */
      readonly remainingMs: number;
    }
  | { readonly kind: 'done'; readonly run: Run };
