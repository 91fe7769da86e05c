import type { SourceOutput } from './source-plan.js';

/** An output with the real paths. */
export interface Target extends SourceOutput {
  /** Index into the request's items. */
  readonly item: number;
  readonly sourcePath: string;
  readonly path: string;
  readonly exists: boolean;
  /** Identity of the source and of the file now at `path`, independent of names; undefined if unknown. */
  readonly sourceFile: string | undefined;
  readonly file: string | undefined;
}
