import { expect, it } from 'vitest';
import { jobsAsTsv } from '../../../../renderer/features/jobs/job-tsv.js';
import { jobOf } from './example-jobs.js';

it('writes column headers and unformatted numbers, and keeps each cell in one line', () => {
  const text = jobsAsTsv([
    jobOf('a', 'done', { sourceBytes: 5_000_000, plainBytes: 5_000_000, outputBytes: 2_000_000, elapsedMs: 1234 }),
    jobOf('b', 'failed', { error: { kind: 'io', message: 'No\tspace\nleft' } }),
  ]);
  const [head, first, second, rest] = text.split('\n').map((line) => line.split('\t'));
  expect(head?.slice(0, 3)).toEqual(['State', 'File', 'Action']);
  expect(first).toContain('5000000');
  expect(first).toContain('2.5000');
  expect(second?.at(-1)).toBe('No space left');
  expect([head?.length, first?.length]).toEqual([second?.length, second?.length]);
  expect(rest).toEqual(['']);
});
