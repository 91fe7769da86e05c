import { useEffect, useEffectEvent, useRef } from 'react';
import type { Events } from '../../../../shared/contract/events.js';
import { useEvent } from '../../../data/client-context.js';
import { useDocument } from '../model/document-context.js';

/** A check reports chunks up to 20 times a second: sums and maps are loaded less often. */
const RENEW_MS = 400;

export type Change = Events['inspect.changed']['what'];

/** Runs `onChange` after the host reported changes of the document: a few times a second at most, and always after the last one. */
export function useChanges(changes: readonly Change[], onChange: () => void): void {
  const { overview } = useDocument();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const run = useEffectEvent(onChange);
  useEvent('inspect.changed', ({ document, what }) => {
    if (document !== overview.document || !changes.includes(what) || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      run();
    }, RENEW_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
