import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { BatchPlan, BatchRequest, OnCollision } from '../../../shared/contract/intake.js';
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
  const [starting, setStarting] = useState<Starting>({ kind: 'idle' });
  /** The request that is being started; undefined after a cancel. */
  const current = useRef<BatchRequest>(undefined);

  const begin = async (request: BatchRequest, onCollision: OnCollision) => {
    setStarting({ kind: 'starting' });
    try {
      await client.call('batch.start', { batch: request, onCollision });
      if (onCollision === 'skip') toast({ text: `${existingWords(starting)} already there and skipped.` });
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
      const collides = plan.outputs.some(({ existing }) => existing);
      if (collides && plan.obstacles.length === 0) setStarting({ kind: 'colliding', plan, request });
      // 'rename': a file that appears between this plan and the start is not overwritten.
      else await begin(request, 'rename');
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

function existingWords(starting: Starting): string {
  const outputs = starting.kind === 'colliding' ? starting.plan.outputs : [];
  return countOf(outputs.filter(({ existing }) => existing).length, 'output was', 'outputs were');
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
