import { useEffect, useState } from 'react';
import type { Plan } from '../../../../shared/compare/plan.js';
import type { ComparePreview } from '../../../../shared/contract/compare.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { mutable } from '../../../app/comparison/compare-store.js';
import type { Target } from '../../../app/comparison/target.js';
import { useClient } from '../../../data/client-context.js';

/** What a plan would measure, as far as it is known. */
export interface PreviewState {
  readonly preview?: ComparePreview;
  readonly error?: ContractError;
  readonly isCurrent: boolean;
}

/** The host calibrates for a second: clicks settle before it is asked. */
const debounceMs = 300;

/** Asks the host what the plan would take, after each change of it. */
export function usePreview(target: Target | undefined, plan: Plan, enabled: boolean): PreviewState {
  const client = useClient();
  const [answer, setAnswer] = useState<
    { readonly plan?: Plan; readonly target?: Target } & Omit<PreviewState, 'isCurrent'>
  >({});
  useEffect(() => {
    if (!target || !enabled) return;
    let stale = false;
    const ask = async () => {
      try {
        const preview = await client.call('compare.preview', { source: target.source, plan: mutable(plan) });
        if (!stale) setAnswer({ preview, plan, target });
      } catch (thrown) {
        if (!stale) setAnswer({ error: toContractError(thrown), plan, target });
      }
    };
    const timer = setTimeout(() => void ask(), debounceMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, target, plan, enabled]);
  const { preview, error } = answer;
  const isCurrent = answer.plan === plan && answer.target === target;
  return { isCurrent, ...(preview && { preview }), ...(error && isCurrent && { error }) };
}
