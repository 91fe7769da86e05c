import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { BatchPlan, BatchRequest, CollisionAnswers } from '../../../shared/contract/intake.js';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { useIntake, useIntakeStore } from '../../app/intake/use-intake.js';
import { useNavigation } from '../../app/navigation-context.js';
import { useSettings } from '../../app/settings-context.js';
import { useClient } from '../../data/client-context.js';
import { countOf } from '../../format/counts.js';
import { useToast } from '../../ui/Toasts.js';

/** The state of starting a batch. */
export type Starting =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  /** Outputs exist already; a dialog asks what to do. */
  | { readonly kind: 'colliding'; readonly plan: BatchPlan; readonly request: BatchRequest }
  | { readonly kind: 'failed'; readonly error: ContractError };

/** Starts batches: checks for existing outputs, asks about them, and shows the jobs once they are queued. */
export function useStartBatch() {
  const client = useClient();
  const store = useIntakeStore();
  const { go } = useNavigation();
  const toast = useToast();
  const { existingOutputs } = useSettings().settings;
  const [starting, setStarting] = useState<Starting>({ kind: 'idle' });
  /** The request that is being started; undefined after a cancel. */
  const current = useRef<BatchRequest>(undefined);

  const begin = async (request: BatchRequest, collisions: CollisionAnswers, plan?: BatchPlan) => {
    setStarting({ kind: 'starting' });
    try {
      await client.call('batch.start', { batch: request, ...collisions });
      const skipped = plan ? skippedCount(plan, collisions) : 0;
      if (skipped > 0) toast({ text: `${countOf(skipped, 'output was', 'outputs were')} already there and skipped.` });
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
      // Outputs may have appeared since the plan that the card shows.
      const plan = await client.call('batch.plan', request);
      if (current.current !== request) return;
      const collides = plan.outputs.some(({ existing }) => existing) && plan.obstacles.length === 0;
      if (collides && existingOutputs === 'ask') setStarting({ kind: 'colliding', plan, request });
      // 'rename': a file that appears between this plan and the start is not overwritten.
      else await begin(request, { onCollision: existingOutputs === 'skip' ? 'skip' : 'rename' }, plan);
    } catch (thrown) {
      if (current.current === request) setStarting({ kind: 'failed', error: toContractError(thrown) });
    }
  };

  /** Stops starting. A batch that the host has received already is not cancelled. */
  const cancel = () => {
    current.current = undefined;
    setStarting({ kind: 'idle' });
  };
  return { starting, start, begin, cancel };
}

function skippedCount({ outputs }: BatchPlan, { onCollision, answers = [] }: CollisionAnswers): number {
  const existing = outputs.filter(({ existing: there }) => there).length;
  const skips = answers.filter((answer) => answer.onCollision === 'skip').length;
  return onCollision === 'skip' ? existing - answers.length + skips : skips;
}

/**
 * With the setting `runSingleFilesAtOnce`: starts the batch as soon as possible when the card has exactly one file and never had
 * more. Not for raw bytes, whose type only the user knows.
 */
export function useRunSingleFile(request: BatchRequest | undefined, start: (request: BatchRequest) => void): void {
  const { runSingleFilesAtOnce } = useSettings().settings;
  const { rows } = useIntake();
  const isDisabled = useRef(false);
  const [only] = rows;
  const isSingle = rows.length === 1 && only !== undefined && only.facts.kind !== 'raw';
  const run = useEffectEvent(() => {
    if (!isDisabled.current && request) start(request);
    isDisabled.current = true;
  });
  useEffect(() => {
    if (rows.length > 1) isDisabled.current = true;
  }, [rows]);
  useEffect(() => {
    if (runSingleFilesAtOnce && isSingle && request) run();
  }, [runSingleFilesAtOnce, isSingle, request]);
}
