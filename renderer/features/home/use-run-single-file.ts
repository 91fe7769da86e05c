import { useEffect, useEffectEvent, useRef } from 'react';
import type { BatchRequest } from '../../../shared/contract/intake.js';
import { useIntake } from '../../app/intake/use-intake.js';
import { useSettings } from '../../app/settings-context.js';

/**
 * For those who set `run single files at once`: starts the batch as soon as it can, when the card holds one file and never
 * held more. Raw bytes are left to the user, who alone knows what they are.
 */
export function useRunSingleFile(request: BatchRequest | undefined, start: (request: BatchRequest) => void): void {
  const { runSingleFilesAtOnce } = useSettings().settings;
  const { rows } = useIntake();
  const isOver = useRef(false);
  const [only] = rows;
  const isSingle = rows.length === 1 && only !== undefined && only.facts.kind !== 'raw';
  const run = useEffectEvent(() => {
    if (!isOver.current && request) start(request);
    isOver.current = true;
  });
  useEffect(() => {
    if (rows.length > 1) isOver.current = true;
  }, [rows]);
  useEffect(() => {
    if (runSingleFilesAtOnce && isSingle && request) run();
  }, [runSingleFilesAtOnce, isSingle, request]);
}
