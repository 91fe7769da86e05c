import { expect, it } from 'vitest';
import { announcedOf, announcementAfter, nothingAnnounced } from '../../../../renderer/features/jobs/announcements.js';
import type { QueueTotals } from '../../../../shared/contract/jobs.js';
import { noTotals } from './example-jobs.js';

const busy: QueueTotals = { ...noTotals, sourceBytes: 1000, running: 1, waiting: 3 };

it('announces the start once', () => {
  expect(announcementAfter(nothingAnnounced, busy)).toBe('Started: 4 jobs');
  expect(announcementAfter(announcedOf(busy), busy)).toBeUndefined();
});

it('announces each quarter once, not each progress event', () => {
  const texts: (string | undefined)[] = [];
  let announced = announcedOf(busy);
  for (let percent = 0; percent < 100; percent++) {
    texts.push(announcementAfter(announced, { ...busy, fraction: percent / 100 }));
    announced = announcedOf({ ...busy, fraction: percent / 100 });
  }
  expect(texts.filter(Boolean)).toEqual(['Jobs 25 % done', 'Jobs 50 % done', 'Jobs 75 % done']);
});

it('announces failures while other jobs continue', () => {
  expect(announcementAfter(announcedOf(busy), { ...busy, attention: 1 })).toBe(
    '1 job needs attention; the others continue',
  );
});

it('announces the end with the number of jobs that need attention', () => {
  expect(announcementAfter(announcedOf(busy), { ...noTotals, finished: 3 })).toBe('All jobs are finished: 3 files');
  expect(announcementAfter(announcedOf(busy), { ...noTotals, finished: 3, attention: 2 })).toBe(
    'All jobs are finished: 3 files, 2 jobs need attention',
  );
});
