import { useMemo } from 'react';
import type { Plan } from '../../../../shared/compare/plan.js';
import type { ComparePreview } from '../../../../shared/contract/compare.js';
import type { ContractError } from '../../../../shared/contract/result.js';
import { mutable } from '../../../app/comparison/compare-store.js';
import type { Target } from '../../../app/comparison/target.js';
import { useClient } from '../../../data/client-context.js';
import { useQuery } from '../../../data/use-query.js';

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
  const question = useMemo(() => target && { source: target.source, plan }, [target, plan]);
  const { value, answered, error } = useQuery(
    enabled ? question : undefined,
    (_signal, { source, plan: asked }) => client.call('compare.preview', { source, plan: mutable(asked) }),
    { restMs: debounceMs },
  );
  if (error) return { isCurrent: true, error };
  return { isCurrent: answered !== undefined && answered === question, ...(value && { preview: value }) };
}
