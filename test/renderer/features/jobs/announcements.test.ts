import { expect, it } from 'vitest';
import { announcementAfter, knownOf, nothingSaid } from '../../../../renderer/features/jobs/announcements.js';
import type { QueueTotals } from '../../../../shared/contract/jobs.js';

const idle: QueueTotals = { sourceBytes: 0, doneBytes: 0, running: 0, waiting: 0, attention: 0, finished: 0 };
const busy: QueueTotals = { ...idle, sourceBytes: 1000, running: 1, waiting: 3 };

it('says the start once', () => {
  expect(announcementAfter(nothingSaid, busy)).toBe('Started: 4 jobs');
  expect(announcementAfter(knownOf(busy), busy)).toBeUndefined();
});

it('says each quarter once, not each tick', () => {
  const said: (string | undefined)[] = [];
  let known = knownOf(busy);
  for (let doneBytes = 0; doneBytes < 1000; doneBytes += 10) {
    said.push(announcementAfter(known, { ...busy, doneBytes }));
    known = knownOf({ ...busy, doneBytes });
  }
  expect(said.filter(Boolean)).toEqual(['Jobs 25 % done', 'Jobs 50 % done', 'Jobs 75 % done']);
});

it('says failures while the others go on', () => {
  expect(announcementAfter(knownOf(busy), { ...busy, attention: 1 })).toBe('1 job needs attention; the others go on');
});

it('says the end with what is left to look at', () => {
  expect(announcementAfter(knownOf(busy), { ...idle, finished: 3 })).toBe('All jobs are finished: 3 files');
  expect(announcementAfter(knownOf(busy), { ...idle, finished: 3, attention: 2 })).toBe(
    'All jobs are finished: 3 files, 2 jobs need attention',
  );
});
