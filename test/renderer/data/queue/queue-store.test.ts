import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createClient } from '../../../../renderer/data/client.js';
import { memoryTransport } from '../../../../renderer/data/memory-transport.js';
import { QueueStore } from '../../../../renderer/data/queue/queue-store.js';
import type { EventMessage } from '../../../../shared/contract/events.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import type { Result } from '../../../../shared/contract/result.js';
import { jobOf, noTotals } from '../../features/jobs/example-jobs.js';

function storeOver(jobs: readonly JobView[]) {
  const listeners = new Set<(event: EventMessage) => void>();
  const host = {
    jobs,
    asked: 0,
    failure: undefined as Extract<Result<unknown>, { ok: false }> | undefined,
    async dispatch(): Promise<Result<unknown>> {
      host.asked++;
      return host.failure ?? { ok: true, value: { jobs: host.jobs, paused: false, totals: noTotals } };
    },
    subscribe(listener: (event: EventMessage) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    admit: () => [],
    emit: (event: EventMessage) => {
      for (const listener of listeners) listener(event);
    },
    change: (...changed: readonly JobView[]) =>
      host.emit({ name: 'jobs.changed', payload: { jobs: changed, queue: { paused: false, totals: noTotals } } }),
  };
  return { host, store: new QueueStore(createClient(memoryTransport(host))) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('notifies only the listeners of a job that advances, and leaves the list unchanged', async () => {
  const { host, store } = storeOver([jobOf('a', 'running'), jobOf('b', 'waiting')]);
  await store.load();
  const [onList, onA, onB] = [vi.fn(), vi.fn(), vi.fn()];
  store.subscribe(onList);
  store.subscribeJob('a', onA);
  store.subscribeJob('b', onB);
  const { layout } = store.state();
  host.change(jobOf('a', 'running', { doneBytes: 500 }));
  expect(store.job('a')?.doneBytes).toBe(500);
  expect(onA).toHaveBeenCalledOnce();
  expect(onB).not.toHaveBeenCalled();
  expect(onList).not.toHaveBeenCalled();
  expect(store.state().layout).toBe(layout);
});

it('moves a job to another group when its state says so', async () => {
  const { host, store } = storeOver([jobOf('a', 'running')]);
  await store.load();
  host.change(jobOf('a', 'done', { outputBytes: 10 }));
  expect(store.state().layout.groups).toMatchObject({ running: { count: 0 }, finished: { count: 1, outputBytes: 10 } });
});

it('loads the list once after a burst of reorderings', async () => {
  const { host, store } = storeOver([jobOf('a', 'waiting')]);
  await store.load();
  host.jobs = [jobOf('b', 'waiting'), jobOf('a', 'waiting')];
  for (let turn = 0; turn < 20; turn++) host.emit({ name: 'jobs.reordered', payload: null });
  await vi.advanceTimersByTimeAsync(1000);
  expect(host.asked).toBe(2);
  expect(store.all().map(({ id }) => id)).toEqual(['b', 'a']);
});

it('remembers what was finished when the list is cleared', async () => {
  const { host, store } = storeOver([jobOf('a', 'done', { outputBytes: 10 })]);
  await store.load();
  host.jobs = [];
  await store.load();
  expect(store.state()).toMatchObject({ kind: 'ready', lastFinished: { count: 1, outputBytes: 10 } });
});

it('keeps what it shows when the list cannot be loaded, and recovers', async () => {
  const { host, store } = storeOver([jobOf('a', 'waiting')]);
  await store.load();
  host.failure = { ok: false, error: { kind: 'internal', message: 'Broken.' } };
  await store.load();
  expect(store.state()).toMatchObject({ kind: 'failed', error: { message: 'Broken.' }, layout: { jobCount: 1 } });
  host.failure = undefined;
  await store.load();
  expect(store.state()).not.toHaveProperty('error');
});

it('opens and closes groups', async () => {
  const { store } = storeOver([jobOf('a', 'waiting')]);
  await store.load();
  store.toggleGroup('waiting');
  expect(store.state().layout.rows).toHaveLength(1);
  store.toggleGroup('waiting');
  expect(store.state().layout.rows).toHaveLength(2);
});
