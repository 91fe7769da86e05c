import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ChangeFeed, type QueueChange } from '../../../../electron/jobs/queue/change-feed.js';
import type { JobView, QueueView } from '../../../../shared/contract/jobs.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A feed whose jobs are in this state, and the ids of the jobs in each change that it emitted. */
function listen(state: JobView['state'] = 'running'): {
  readonly feed: ChangeFeed;
  readonly emitted: (readonly string[] | 'other')[];
} {
  const emitted: (readonly string[] | 'other')[] = [];
  const queue = {} as Omit<QueueView, 'jobs'>; // passed on unread
  let ids: readonly string[] = [];
  const feed = new ChangeFeed((changed) => {
    ids = [...changed];
    return { kind: 'changed', jobs: ids.map((id) => ({ id, state }) as JobView), queue };
  });
  feed.subscribe((change: QueueChange) => emitted.push(change.kind === 'changed' ? ids : 'other'));
  return { feed, emitted };
}

test('emits at most 10 times a second, however often something changes, and loses nothing', () => {
  const { feed, emitted } = listen();
  for (let index = 0; index < 1000; index++) {
    feed.changed([`${index}`]);
    vi.advanceTimersByTime(1);
  }
  expect(emitted.length).toBeGreaterThan(5);
  expect(emitted.length).toBeLessThanOrEqual(10);
  vi.advanceTimersByTime(200);
  expect(emitted.flat()).toEqual(Array.from({ length: 1000 }, (_, index) => `${index}`));
});

test.each([
  { what: 'end', state: 'done', atMost: 9 },
  { what: 'advance', state: 'running', atMost: 20 },
] as const)('emits at most $atMost times in 2 seconds while many jobs $what', ({ state, atMost }) => {
  const { feed, emitted } = listen(state);
  for (let elapsedMs = 0; elapsedMs < 2000; elapsedMs += 10) {
    feed.changed([`${elapsedMs}`]);
    vi.advanceTimersByTime(10);
  }
  expect(emitted.length).toBeLessThanOrEqual(atMost);
  expect(emitted.length).toBeGreaterThan(0.7 * atMost);
});

test('emits a change after a pause immediately, and nothing without a change', () => {
  const { feed, emitted } = listen();
  feed.changed(['a']);
  vi.advanceTimersByTime(0);
  expect(emitted).toEqual([['a']]);
  vi.advanceTimersByTime(10_000);
  feed.changed(['b']);
  vi.advanceTimersByTime(0);
  expect(emitted).toEqual([['a'], ['b']]);
});

test('emits the end of a batch after the changes that led to it', () => {
  const { feed, emitted } = listen();
  feed.changed(['a']);
  feed.batchFinished({ batchId: 'b', done: 1, failed: 0, cancelled: 0, sourceBytes: 1, outputBytes: 1, elapsedMs: 1 });
  expect(emitted).toEqual([['a'], 'other']);
});
