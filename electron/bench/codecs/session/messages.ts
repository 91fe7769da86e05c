import type { Plan } from '../../../../shared/compare/plan.js';
import type { Run } from '../../../../shared/compare/result.js';
import type { CompareProgress } from '../../../../shared/contract/compare.js';
import type { Result } from '../../../../shared/contract/result.js';
import type { DataChoice } from '../open-data.js';

/** What to measure, with its real path or the recipe's name. `any`: a folder, or a file whose suffix tells its kind. */
export type CompareInput =
  | DataChoice
  | { readonly kind: 'any'; readonly path: string }
  | { readonly kind: 'dataset'; readonly name: string; readonly plainBytes: number };

/** A comparison to carry out. */
export interface CompareOrder {
  readonly run: string;
  readonly input: CompareInput;
  readonly plan: Plan;
  /** Default: the data's name. */
  readonly name?: string;
  /** Name and version of the program, for the run's environment. */
  readonly app: string;
  /** An earlier run of which only these settings, by their keys, are measured anew. */
  readonly again?: { readonly run: Run; readonly keys: readonly string[] };
}

/** What the host tells the thread. Questions have a ticket, with which their answer comes back. */
export type ToCompare =
  | { readonly kind: 'preview'; readonly ticket: number; readonly input: CompareInput; readonly plan: Plan }
  | { readonly kind: 'bandwidth'; readonly ticket: number; readonly folder: string }
  | { readonly kind: 'start'; readonly order: CompareOrder }
  | { readonly kind: 'control'; readonly run: string; readonly what: 'pause' | 'resume' | 'stop' | 'cancel' }
  /** End when idle; what runs is cancelled. */
  | { readonly kind: 'end' };

export type FromCompare =
  | { readonly kind: 'answer'; readonly ticket: number; readonly result: Result<unknown> }
  | { readonly kind: 'progress'; readonly progress: CompareProgress }
  /** Comes before the last progress, when there is something to keep. */
  | { readonly kind: 'finished'; readonly id: string; readonly run: Run };
