import { useEffect, useState } from 'react';
import type { BatchPlan, BatchRequest } from '../../../shared/contract/intake.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useClient } from '../../api/client-context.js';

/** The plan of what the card shows, as far as it is known. */
export interface PlanState {
  /** The last plan, which may be that of an earlier request while `isCurrent` is false. */
  readonly plan?: BatchPlan;
  /** The request that was answered. */
  readonly answered?: BatchRequest;
  readonly error?: ContractError;
  /** It answers the request as it is now. */
  readonly isCurrent: boolean;
}

/** Typing and clicking settle before the host is asked; large batches take it longer. */
const debounceMs = 100;
const largeBatch = 500;

/** Asks the host what a request would write, after each change of it. The request must keep its identity while it is the same. */
export function useBatchPlan(request: BatchRequest | undefined): PlanState {
  const client = useClient();
  const [answer, setAnswer] = useState<Omit<PlanState, 'isCurrent'>>({});
  useEffect(() => {
    if (!request) return;
    let stale = false;
    const ask = async () => {
      try {
        const plan = await client.call('batch.plan', request);
        if (!stale) setAnswer({ plan, answered: request });
      } catch (thrown) {
        if (!stale) setAnswer({ error: toContractError(thrown), answered: request });
      }
    };
    const timer = setTimeout(() => void ask(), request.items.length > largeBatch ? 5 * debounceMs : debounceMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, request]);
  if (!request) return { isCurrent: false };
  return { ...answer, isCurrent: answer.answered === request };
}
