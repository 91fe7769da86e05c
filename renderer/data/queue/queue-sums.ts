import type { QueueTotals, QueueView } from '../../../shared/contract/jobs.js';

/** The queue without its jobs. */
export type QueueSums = Omit<QueueView, 'jobs'>;

/** Shown until the host has answered. */
export const noSums: QueueSums = {
  paused: false,
  totals: {
    sourceBytes: 0,
    doneBytes: 0,
    fraction: 0,
    elapsedMs: 0,
    running: 0,
    waiting: 0,
    paused: 0,
    attention: 0,
    finished: 0,
  },
};

/** The share that is done, 0 to 1; undefined when no job runs or waits, or when no size is known yet. */
export function queueFraction({ totals }: QueueSums): number | undefined {
  return isBusy(totals) && totals.sourceBytes > 0 ? totals.fraction : undefined;
}

/** Whether jobs are running, waiting or paused. */
export function isBusy({ running, waiting, paused }: QueueTotals): boolean {
  return running + waiting + paused > 0;
}

/** The queue in a few words, for the status bar: `1 running, 10 waiting, 2 need attention`. */
export function queueWords({ paused, totals }: QueueSums): string {
  const parts = [
    totals.running > 0 && `${totals.running} running`,
    totals.waiting > 0 && `${totals.waiting} waiting`,
    totals.paused > 0 && `${totals.paused} paused`,
    totals.attention > 0 && `${totals.attention} ${totals.attention === 1 ? 'needs' : 'need'} attention`,
  ].filter(Boolean);
  if (parts.length === 0) return 'No jobs running';
  return `${paused && totals.paused === 0 ? 'Paused, ' : ''}${parts.join(', ')}`;
}
