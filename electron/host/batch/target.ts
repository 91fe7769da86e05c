import type { IntakeItem } from '../../../shared/contract/intake.js';
import type { JobSpec } from '../../jobs/queue/job-spec.js';
import type { SourceOutput } from './source-plan.js';

/** An output with the real paths. */
export interface Target extends SourceOutput, Pick<JobSpec, 'sourcePath' | 'address'> {
  /** Index into the request's items. */
  readonly item: number;
  readonly action: IntakeItem['action'];
  readonly sourceModifiedMs?: number;
  readonly path: string;
  /** The file at `path` now. A broken link counts: it would be in the way. */
  readonly existing?: { readonly sizeBytes: number; readonly modifiedMs: number };
  /** Identity of the source and of the file now at `path`, independent of names; undefined if unknown. */
  readonly sourceFile: string | undefined;
  readonly file: string | undefined;
}
