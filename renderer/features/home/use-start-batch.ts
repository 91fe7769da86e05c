import { useRef, useState } from 'react';
import type { BatchPlan, BatchRequest, OnCollision } from '../../../shared/contract/intake.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useIntakeStore } from '../../app/intake/use-intake.js';
import { useNavigation } from '../../app/navigation-context.js';
import { useClient } from '../../data/client-context.js';
import { countOf } from '../../format/counts.js';
import { useToast } from '../../ui/Toasts.js';

/** Where the start of a batch stands. */
export type Starting =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  /** Outputs are there already, and the user is asked what to do. */
  | { readonly kind: 'colliding'; readonly plan: BatchPlan; readonly request: BatchRequest }
  | { readonly kind: 'failed'; readonly error: ContractError };

/** Starts batches: looks for collisions first, asks about them, and goes to the jobs once they are queued. */
export function useStartBatch() {
  const client = useClient();
  const store = useIntakeStore();
  const { go } = useNavigation();
  const toast = useToast();
  const [starting, setStarting] = useState<Starting>({ kind: 'idle' });
  /** The start under way that was not called off. */
  const current = useRef<BatchRequest>(undefined);

  const begin = async (request: BatchRequest, onCollision: OnCollision) => {
    setStarting({ kind: 'starting' });
    try {
      await client.call('batch.start', { batch: request, onCollision });
      if (onCollision === 'skip') toast({ text: `${existingWords(starting)} there already and left alone.` });
      setStarting({ kind: 'idle' });
      store.clear();
      go('jobs');
    } catch (thrown) {
      setStarting({ kind: 'failed', error: toContractError(thrown) });
    }
  };

  const start = async (request: BatchRequest) => {
    setStarting({ kind: 'starting' });
    current.current = request;
    try {
      // What was planned while the card was looked at may be old by now.
      const plan = await client.call('batch.plan', request);
      if (current.current !== request) return;
      const collides = plan.outputs.some(({ exists }) => exists);
      if (collides && plan.obstacles.length === 0) setStarting({ kind: 'colliding', plan, request });
      // What appears between the plan and the start is never written over.
      else await begin(request, 'rename');
    } catch (thrown) {
      if (current.current === request) setStarting({ kind: 'failed', error: toContractError(thrown) });
    }
  };

  /** Nothing is written unless the batch was handed to the host already. */
  const cancel = () => {
    current.current = undefined;
    setStarting({ kind: 'idle' });
  };
  return { starting, start, begin, cancel };
}

function existingWords(starting: Starting): string {
  const outputs = starting.kind === 'colliding' ? starting.plan.outputs : [];
  return countOf(outputs.filter(({ exists }) => exists).length, 'output was', 'outputs were');
}
