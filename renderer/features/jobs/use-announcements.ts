import { useEffect, useRef } from 'react';
import type { QueueSums } from '../../data/queue/queue-sums.js';
import { useAnnounce } from '../../ui/LiveRegion.js';
import { announcementAfter, knownOf, type Said } from './announcements.js';

/** Tells screen readers of start, quarters, failures and the end; what was so already when the window opened is not said. */
export function useAnnouncements({ totals }: QueueSums): void {
  const announce = useAnnounce();
  const said = useRef<Said>(undefined);
  useEffect(() => {
    const text = said.current && announcementAfter(said.current, totals);
    said.current = knownOf(totals);
    if (text) announce(text);
  }, [announce, totals]);
}
