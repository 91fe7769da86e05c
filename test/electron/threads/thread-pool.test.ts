import { expect, it, onTestFinished } from 'vitest';
import { ThreadPool } from '../../../electron/threads/thread-pool.js';
import { type TestService, testThreads } from './test-service.js';

const optionsOf = testThreads();

function openPool(): ThreadPool<TestService> {
  const pool = new ThreadPool<TestService>(optionsOf({ endWithinMs: 1 }));
  onTestFinished(() => pool.end());
  return pool;
}

it('gives each call a thread and its events', async () => {
  const pool = openPool();
  const counted = [2, 3].map(async (to) => {
    const indices: unknown[] = [];
    const count = await pool.call('count', to, (event) => indices.push(event.kind === 'count' && event.index));
    return { count, indices };
  });
  expect(await Promise.all(counted)).toEqual([
    { count: 2, indices: [0, 1] },
    { count: 3, indices: [0, 1, 2] },
  ]);
});

it('fails the call of a thread that exits and no other, and replaces the thread', async () => {
  const pool = openPool();
  const ignore = (): void => undefined;
  const dying = expect(pool.call('exit', 1, ignore)).rejects.toThrow('the test thread ended with code 1');
  expect(await pool.call('double', 4, ignore)).toBe(8);
  await dying;
  expect(await Promise.all([1, 2].map((value) => pool.call('double', value, ignore)))).toEqual([2, 4]);
});

it('ends all its threads', async () => {
  const pool = openPool();
  let waiting = 0;
  const count = (): void => {
    waiting++;
    if (waiting === 2) void pool.end();
  };
  const open = await Promise.allSettled([
    pool.call('wait', 'until cancelled', count),
    pool.call('wait', 'for ever', count),
  ]);
  expect(open.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
