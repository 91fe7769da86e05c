import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { QueueTotals, QueueView } from '../../shared/contract/jobs.js';
import { useClient } from './client-context.js';
import { useReconnected } from './connection-context.js';
import { useEvent } from './use-event.js';

/** The queue without its jobs. */
export type QueueSums = Omit<QueueView, 'jobs'>;

const noTotals: QueueTotals = { sourceBytes: 0, doneBytes: 0, running: 0, waiting: 0, attention: 0, finished: 0 };

const QueueSumsContext = createContext<QueueSums>({ paused: false, totals: noTotals });

/** The sums of the queue as it is now, at most 20 times a second. */
export function useQueueSums(): QueueSums {
  return useContext(QueueSumsContext);
}

/** Once, around the app: for the rail's badge, the title and the status bar, wherever the window is. */
export function QueueSumsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const [sums, setSums] = useState<QueueSums>({ paused: false, totals: noTotals });
  const [asked, setAsked] = useState(0);
  useEvent('jobs.changed', ({ queue }) => setSums(queue));
  useEvent('jobs.reordered', () => setAsked((times) => times + 1));
  useReconnected(() => setAsked((times) => times + 1));
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is what asks again
  useEffect(() => {
    // Jobs come and go in bursts: the answer to the last change is enough.
    const timer = setTimeout(() => {
      client.call('jobs.list').then(
        ({ jobs: _jobs, ...rest }) => setSums(rest),
        // The Jobs view asks the same and shows why it failed.
        () => {},
      );
    }, 200);
    return () => clearTimeout(timer);
  }, [client, asked]);
  return <QueueSumsContext value={sums}>{children}</QueueSumsContext>;
}

/** Done of all, 0 to 1; undefined when nothing runs or waits, or when nothing is counted yet. */
export function queueFraction({ totals }: QueueSums): number | undefined {
  const busy = totals.running > 0 || totals.waiting > 0;
  return busy && totals.sourceBytes > 0 ? totals.doneBytes / totals.sourceBytes : undefined;
}

/** The queue in a few words, for the status bar: `1 running, 10 waiting, 2 need attention`. */
export function queueWords({ paused, totals }: QueueSums): string {
  const parts = [
    totals.running > 0 && `${totals.running} running`,
    totals.waiting > 0 && `${totals.waiting} waiting`,
    totals.attention > 0 && `${totals.attention} ${totals.attention === 1 ? 'needs' : 'need'} attention`,
  ].filter(Boolean);
  if (parts.length === 0) return 'No jobs running';
  return `${paused ? 'Paused, ' : ''}${parts.join(', ')}`;
}
