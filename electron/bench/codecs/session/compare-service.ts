import type { Plan } from '../../../../shared/compare/plan.js';
import type { Run } from '../../../../shared/compare/result.js';
import type { ComparePreview, CompareProgress, StorageBandwidth } from '../../../../shared/contract/compare.js';
import type { DataChoice } from '../open-data.js';

/** The data to measure: a real path or the name of a data set. `any`: a folder, or a file whose suffix gives its kind. */
export type CompareInput =
  | DataChoice
  | { readonly kind: 'any'; readonly path: string }
  | { readonly kind: 'dataset'; readonly name: string; readonly plainBytes: number };

/** The specification of a comparison. */
export interface CompareOrder {
  readonly run: string;
  readonly input: CompareInput;
  readonly plan: Plan;
  /** Default: the data's name. */
  readonly name?: string;
  /** Name and version of the program, for the run's environment. */
  readonly app: string;
  /** An earlier run of which only the settings with these keys are measured again. */
  readonly again?: { readonly run: Run; readonly keys: readonly string[] };
}

/** The thread that compares codecs, one run at a time. */
export interface CompareService {
  readonly calls: {
    preview(request: { readonly input: CompareInput; readonly plan: Plan }): ComparePreview;
    bandwidth(request: { readonly folder: string }): StorageBandwidth;
    /** Resolves when the run is over; never fails, since the last progress has the outcome. A second run fails immediately. */
    start(order: CompareOrder): void;
    /** Does nothing for a run that is over. */
    control(request: { readonly run: string; readonly what: 'pause' | 'resume' | 'stop' | 'cancel' }): void;
  };
  readonly streams: object;
  readonly event: CompareReport;
}

export type CompareReport =
  | { readonly kind: 'progress'; readonly progress: CompareProgress }
  /** Emitted before the last progress, if there is a run to store. */
  | { readonly kind: 'finished'; readonly run: Run };
