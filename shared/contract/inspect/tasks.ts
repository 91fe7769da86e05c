import { z } from 'zod';
import type { ContractError } from '../result.js';
import type { DataDiff } from './change.js';
import { dataDiffRequest } from './change.js';
import type { FoundBytes, FoundCell, Statistics } from './data.js';
import { findBytesRequest, findRequest, statisticsRequest } from './data.js';

/** Work of the inspector that can take long: it reports its progress and can be stopped. */
export const inspectTask = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('statistics'), request: statisticsRequest }),
  z.strictObject({ kind: z.literal('find'), request: findRequest }),
  z.strictObject({ kind: z.literal('find-bytes'), request: findBytesRequest }),
  z.strictObject({ kind: z.literal('diff-data'), request: dataDiffRequest }),
]);
export type InspectTask = z.infer<typeof inspectTask>;

export type TaskId = string;

export type TaskResult =
  | { readonly kind: 'statistics'; readonly statistics: Statistics }
  | { readonly kind: 'find'; readonly found?: FoundCell }
  | { readonly kind: 'find-bytes'; readonly found?: FoundBytes }
  | { readonly kind: 'diff-data'; readonly diff: DataDiff };

/** Sent at most 10 times a second, and once at the end. */
export interface TaskProgress {
  readonly task: TaskId;
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** 0 to 1. */
  readonly done: number;
  /** Present with `done`; while running, the partial result where there is one. */
  readonly result?: TaskResult;
  readonly error?: ContractError;
}
