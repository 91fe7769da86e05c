import type { SourceOutput } from './source-plan.js';

/** An output with the real paths. */
export interface Target extends SourceOutput {
  /** Index into the request's items. */
  readonly item: number;
  readonly sourcePath: string;
  readonly path: string;
  readonly exists: boolean;
  /** Which file it is, whatever it is called; undefined where that cannot be told. The same for what is at `path` now. */
  readonly sourceFile: string | undefined;
  readonly file: string | undefined;
}
