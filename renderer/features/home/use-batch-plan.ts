import { createContext, useContext } from 'react';
import type { FileId } from '../../../shared/contract/files.js';
import type { BatchPlan, BatchRequest } from '../../../shared/contract/intake.js';
import { useClient } from '../../data/client-context.js';
import { type Query, useQuery } from '../../data/use-query.js';
import type { PlannedFile } from './model.js';

/** The plan of the batch: what the host would write for a request. */
export type PlanState = Query<BatchPlan, BatchRequest>;

/** Typing and clicking pause this long before the host is called; five times as long for large batches. */
const debounceMs = 100;
const largeBatch = 500;

/** Calls the host for the plan after each change of the request. Pass the same object while the request is the same. */
export function useBatchPlan(request: BatchRequest | undefined): PlanState {
  const client = useClient();
  const isLarge = (request?.items.length ?? 0) > largeBatch;
  return useQuery(request, (_signal, batch) => client.call('batch.plan', batch), {
    restMs: isLarge ? 5 * debounceMs : debounceMs,
  });
}

/** The plan by file id; empty before the batch is planned. */
export const PlannedFilesContext = createContext<ReadonlyMap<FileId, PlannedFile>>(new Map());

const unplanned: PlannedFile = { outputs: [] };

/** What the plan says of one file. */
export function usePlannedFile(id: FileId): PlannedFile {
  return useContext(PlannedFilesContext).get(id) ?? unplanned;
}
