import type { Plan } from '../../../../shared/compare/plan.js';
import type { Run } from '../../../../shared/compare/result.js';
import type { ComparePreview, CompareProgress, StorageBandwidth } from '../../../../shared/contract/compare.js';
import type { DataChoice } from '../open-data.js';

/** What to measure, with its real path or the recipe's name. `any`: a folder, or a file whose suffix says its kind. */
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

/** The thread that compares codecs, one run at a time. */
export interface CompareService {
  readonly calls: {
    preview(request: { readonly input: CompareInput; readonly plan: Plan }): ComparePreview;
    bandwidth(request: { readonly folder: string }): StorageBandwidth;
    /** Answered when the run is over; never fails, since how it went is in the last progress. A second run fails at once. */
    start(order: CompareOrder): void;
    /** Does nothing for a run that is over. */
    control(request: { readonly run: string; readonly what: 'pause' | 'resume' | 'stop' | 'cancel' }): void;
  };
  readonly streams: object;
  readonly event: CompareReport;
}

export type CompareReport =
  | { readonly kind: 'progress'; readonly progress: CompareProgress }
  /** Comes before the last progress, when there is a run to keep. */
  | { readonly kind: 'finished'; readonly run: Run };
