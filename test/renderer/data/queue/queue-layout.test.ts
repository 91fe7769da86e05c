import { expect, it } from 'vitest';
import { changesLayout, groupOf, layoutQueue } from '../../../../renderer/data/queue/queue-layout.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';
import { jobOf } from '../../features/jobs/example-jobs.js';

const options = defaultSettings.presets[0]?.options;
const withOptions = options && { options };

it('lists running, attention, waiting and finished jobs in this order, the last finished first', () => {
  const jobs = [
    jobOf('old', 'done'),
    jobOf('new', 'cancelled'),
    jobOf('bad', 'failed'),
    jobOf('big', 'done', { grew: true }),
    jobOf('now', 'verifying'),
    jobOf('later', 'waiting'),
  ];
  expect(layoutQueue(jobs, new Set()).rows.map(({ id }) => id)).toEqual([
    'group-running',
    'now',
    'group-attention',
    'bad',
    'big',
    'group-waiting',
    'later',
    'group-finished',
    'new',
    'old',
  ]);
});

it('keeps a paused job with the running ones once it has begun', () => {
  expect(groupOf(jobOf('a', 'paused'))).toBe('waiting');
  expect(groupOf(jobOf('a', 'paused', { elapsedMs: 20 }))).toBe('running');
});

it('leaves out the rows of closed groups and keeps their sums', () => {
  const { rows, groups } = layoutQueue([jobOf('a', 'waiting'), jobOf('b', 'waiting')], new Set(['waiting']));
  expect(rows).toEqual([{ kind: 'group', id: 'group-waiting', group: 'waiting', isOpen: false }]);
  expect(groups.waiting).toMatchObject({ count: 2, sourceBytes: 2000 });
});

it('marks as next the first job that is not held', () => {
  const { rows } = layoutQueue([jobOf('held', 'paused'), jobOf('a', 'waiting'), jobOf('b', 'waiting')], new Set());
  expect(rows.flatMap((row) => (row.kind === 'job' && row.isNext ? [row.id] : []))).toEqual(['a']);
});

it('sums outputs of what is done only', () => {
  const jobs = [jobOf('a', 'done', { outputBytes: 400 }), jobOf('b', 'cancelled', { outputBytes: 100 })];
  const { groups, uncounted } = layoutQueue(jobs, new Set());
  expect(groups.finished).toEqual({ count: 2, sourceBytes: 2000, outputBytes: 400, doneSourceBytes: 1000 });
  expect(uncounted.count).toBe(1);
});

it('has the folder and the options that all jobs share', () => {
  const shared = layoutQueue([jobOf('a', 'waiting', withOptions), jobOf('b', 'done', withOptions)], new Set());
  expect(shared).toMatchObject({ folder: '~/data', options });
  const other = jobOf('b', 'done', {
    source: { id: 's', name: 'b.npy', folder: '~/other' },
    ...(options && { options: { ...options, clevel: 9 } }),
  });
  const mixed = layoutQueue([jobOf('a', 'waiting', withOptions), other], new Set());
  expect(mixed).not.toHaveProperty('folder');
  expect(mixed).not.toHaveProperty('options');
});

it('changes with states and sizes, not with progress', () => {
  const before = jobOf('a', 'running', { elapsedMs: 1, doneBytes: 1, outputBytes: 1 });
  expect(changesLayout(before, { ...before, elapsedMs: 9, doneBytes: 500, outputBytes: 200, chunksDone: 3 })).toBe(
    false,
  );
  expect(changesLayout(before, { ...before, state: 'verifying' })).toBe(true);
  expect(changesLayout(before, { ...before, sourceBytes: 5 })).toBe(true);
});
