import type { BatchPlan, BatchRequest } from '../../../shared/contract/intake.js';
import { useClient } from '../../data/client-context.js';
import { type Query, useQuery } from '../../data/use-query.js';

/** The plan of what the card shows, as far as it is known. */
export type PlanState = Query<BatchPlan, BatchRequest>;

/** Typing and clicking settle before the host is asked; large batches take it longer. */
const debounceMs = 100;
const largeBatch = 500;

/** Asks the host what a request would write, after each change of it. The request must keep its identity while it is the same. */
export function useBatchPlan(request: BatchRequest | undefined): PlanState {
  const client = useClient();
  const isLarge = (request?.items.length ?? 0) > largeBatch;
  return useQuery(request, (_signal, batch) => client.call('batch.plan', batch), {
    restMs: isLarge ? 5 * debounceMs : debounceMs,
  });
}
