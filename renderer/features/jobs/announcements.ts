import { useEffect, useRef } from 'react';
import type { QueueTotals } from '../../../shared/contract/jobs.js';
import { isBusy, type QueueSums } from '../../data/queue/queue-sums.js';
import { countOf } from '../../format/counts.js';
import { useAnnounce } from '../../ui/LiveRegion.js';

/** State of the queue as last announced, so that each change is announced once. */
export interface Announced {
  readonly isBusy: boolean;
  /** 0 to 3: quarters of the bytes. */
  readonly quarter: number;
  readonly attention: number;
}

export const nothingAnnounced: Announced = { isBusy: false, quarter: 0, attention: 0 };

/** The state of the queue as announced. When the window opens, this state is taken without an announcement. */
export function announcedOf(totals: QueueTotals): Announced {
  const busy = isBusy(totals);
  return {
    isBusy: busy,
    quarter: busy ? Math.min(3, Math.floor(totals.fraction * 4)) : 0,
    attention: totals.attention,
  };
}

/** The announcement after a change: start, every quarter of the bytes, failures and end; undefined for other changes. */
export function announcementAfter(before: Announced, totals: QueueTotals): string | undefined {
  const now = announcedOf(totals);
  if (!before.isBusy && now.isBusy) return `Started: ${countOf(totals.running + totals.waiting, 'job')}`;
  if (before.isBusy && !now.isBusy) return endWords(totals);
  if (now.attention > before.attention) return `${needWords(now.attention)}; the others continue`;
  if (now.isBusy && now.quarter > before.quarter) return `Jobs ${now.quarter * 25} % done`;
  return undefined;
}

function endWords({ finished, attention }: QueueTotals): string {
  const done = `All jobs are finished: ${countOf(finished, 'file')}`;
  return attention > 0 ? `${done}, ${needWords(attention)}` : done;
}

function needWords(attention: number): string {
  return `${countOf(attention, 'job needs', 'jobs need')} attention`;
}

/** Announces changes of the queue to screen readers; not the state in which the window opens. */
export function useAnnouncements({ totals }: QueueSums): void {
  const announce = useAnnounce();
  const last = useRef<Announced>(undefined);
  useEffect(() => {
    const text = last.current && announcementAfter(last.current, totals);
    last.current = announcedOf(totals);
    if (text) announce(text);
  }, [announce, totals]);
}
