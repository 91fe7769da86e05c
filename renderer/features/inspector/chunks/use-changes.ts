import { useEffect, useEffectEvent, useRef } from 'react';
import type { Events } from '../../../../shared/contract/events.js';
import { useEvent } from '../../../data/client-context.js';
import { useDocument } from '../model/document-context.js';

/** Verifying tells of chunks up to 20 times a second: sums and maps are asked for less often. */
const RENEW_MS = 400;

export type Change = Events['inspect.changed']['what'];

/** Calls when the host says that something of the document changed, a few times a second at most, and the last time for certain. */
export function useChanges(changes: readonly Change[], onChange: () => void): void {
  const { overview } = useDocument();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useEffectEvent(onChange);
  useEvent('inspect.changed', ({ document, what }) => {
    if (document !== overview.document || !changes.includes(what) || timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      tell();
    }, RENEW_MS);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
}
