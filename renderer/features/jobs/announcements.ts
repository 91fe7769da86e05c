import type { QueueTotals } from '../../../shared/contract/jobs.js';
import { countOf } from '../../format/counts.js';

/** What was said of the queue so far, to say each thing once. */
export interface Said {
  readonly isBusy: boolean;
  /** 0 to 3: quarters of the bytes. */
  readonly quarter: number;
  readonly attention: number;
}

export const nothingSaid: Said = { isBusy: false, quarter: 0, attention: 0 };

/** What is known of a queue without saying it: for the moment when the window opens. */
export function knownOf(totals: QueueTotals): Said {
  const isBusy = totals.running > 0 || totals.waiting > 0;
  const share = totals.sourceBytes > 0 ? totals.doneBytes / totals.sourceBytes : 0;
  return { isBusy, quarter: isBusy ? Math.min(3, Math.floor(share * 4)) : 0, attention: totals.attention };
}

/** What screen readers should hear after a change: start, every quarter, failures and the end, never each tick. */
export function announcementAfter(before: Said, totals: QueueTotals): string | undefined {
  const now = knownOf(totals);
  if (!before.isBusy && now.isBusy) return `Started: ${countOf(totals.running + totals.waiting, 'job')}`;
  if (before.isBusy && !now.isBusy) return endWords(totals);
  if (now.attention > before.attention) return `${needWords(now.attention)}; the others go on`;
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
