import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesLayout, groupOf, JobListing } from '../../../../renderer/data/queue/queue-layout.js';
import { type GroupName, groupNames } from '../../../../renderer/data/queue/queue-rows.js';
import type { JobView } from '../../../../shared/contract/jobs.js';
import { defaultSettings } from '../../../../shared/contract/settings.js';
import { jobOf } from '../../features/jobs/example-jobs.js';

const options = defaultSettings.presets[0]?.options;
const withOptions = options && { options };

const layoutQueue = (jobs: readonly JobView[], closed: ReadonlySet<GroupName> = new Set()) =>
  new JobListing(jobs).layout(closed);

it('lists running, attention, waiting and finished jobs in this order, the last finished first', () => {
  const jobs = [
    jobOf('old', 'done'),
    jobOf('new', 'cancelled'),
    jobOf('bad', 'failed'),
    jobOf('big', 'done', { grew: true }),
    jobOf('now', 'verifying'),
    jobOf('later', 'waiting'),
  ];
  expect(Array.from(layoutQueue(jobs).rows, ({ id }) => id)).toEqual([
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
  expect([...rows]).toEqual([{ kind: 'group', id: 'group-waiting', group: 'waiting', isOpen: false }]);
  expect(groups.waiting).toMatchObject({ count: 2, sourceBytes: 2000 });
});

it('marks as next the first job that is not held', () => {
  const { rows } = layoutQueue([jobOf('held', 'paused'), jobOf('a', 'waiting'), jobOf('b', 'waiting')]);
  expect([...rows].flatMap((row) => (row.kind === 'job' && row.isNext ? [row.id] : []))).toEqual(['a']);
});

it('sums outputs of what is done only', () => {
  const jobs = [jobOf('a', 'done', { outputBytes: 400 }), jobOf('b', 'cancelled', { outputBytes: 100 })];
  const { groups, uncounted } = layoutQueue(jobs);
  expect(groups.finished).toEqual({ count: 2, sourceBytes: 2000, outputBytes: 400, doneSourceBytes: 1000 });
  expect(uncounted.count).toBe(1);
});

it('has the folder and the options that all jobs share', () => {
  const shared = layoutQueue([jobOf('a', 'waiting', withOptions), jobOf('b', 'done', withOptions)]);
  expect(shared).toMatchObject({ folder: '~/data', options });
  const other = jobOf('b', 'done', {
    source: { id: 's', name: 'b.npy', folder: '~/other' },
    ...(options && { options: { ...options, clevel: 9 } }),
  });
  const mixed = layoutQueue([jobOf('a', 'waiting', withOptions), other]);
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

const states = ['waiting', 'running', 'verifying', 'done', 'failed', 'cancelled', 'skipped', 'paused'] as const;
const anyJob = (id: string) =>
  fc
    .record({ state: fc.constantFrom(...states), grew: fc.boolean(), outputBytes: fc.nat(900), elapsedMs: fc.nat(1) })
    .map(({ state, ...facts }) => jobOf(id, state, facts));
const ids = ['a', 'b', 'c', 'd', 'e', 'f'];

it('is the same after changes of single jobs as a list of their present states', () => {
  const changes = fc.array(fc.constantFrom(...ids).chain(anyJob), { maxLength: 30 });
  fc.assert(
    fc.property(fc.tuple(...ids.map(anyJob)), changes, fc.subarray([...groupNames]), (jobs, changed, closed) => {
      const listing = new JobListing(jobs);
      for (const job of changed) listing.update(job);
      const [{ rows, ...now }, { rows: wantedRows, ...wanted }] = [listing, new JobListing(listing.all())].map((it) =>
        it.layout(new Set(closed)),
      ) as [ReturnType<typeof layoutQueue>, ReturnType<typeof layoutQueue>];
      expect(now).toEqual(wanted);
      expect([...rows]).toEqual([...wantedRows]);
      for (const [index, row] of [...rows].entries()) expect(rows.indexOf(row.id)).toBe(index);
    }),
  );
});

it('leaves a layout as it was when jobs move on', () => {
  const listing = new JobListing([jobOf('a', 'waiting'), jobOf('b', 'waiting')]);
  const { rows } = listing.layout(new Set());
  const before = [...rows];
  listing.update(jobOf('a', 'done'));
  listing.update(jobOf('b', 'running'));
  expect([...rows]).toEqual(before);
});

it('asks for a few jobs only when one of ten thousand changes', () => {
  let asked = 0;
  const counted = (id: string, state: JobView['state']) =>
    new Proxy(jobOf(id, state), {
      get(job, key) {
        asked++;
        return Reflect.get(job, key);
      },
    });
  const jobs = Array.from({ length: 10_000 }, (_, index) => counted(`${index}`, index < 5000 ? 'done' : 'waiting'));
  const listing = new JobListing(jobs);
  asked = 0;
  listing.update(counted('5000', 'running'));
  const { rows } = listing.layout(new Set());
  for (let index = 0; index < 40; index++) rows.at(index);
  expect(asked).toBeLessThan(100);
});
