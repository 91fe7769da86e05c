import { expect, it } from 'vitest';
import { idsThatCan, pauseOrResume, removalOf } from '../../../../renderer/features/jobs/job-controls.js';
import { jobOf } from './example-jobs.js';

const jobs = [
  jobOf('running', 'running'),
  jobOf('held', 'paused'),
  jobOf('waiting', 'waiting'),
  jobOf('publishing', 'publishing'),
  jobOf('failed', 'failed'),
  jobOf('grown', 'done', { grew: true }),
  jobOf('done', 'done'),
  jobOf('deleted', 'skipped', { canRestoreOutput: true }),
];

it.each([
  ['pause', ['running', 'waiting']],
  ['resume', ['held']],
  ['cancel', ['running', 'held', 'waiting', 'publishing']],
  ['retry', ['failed', 'deleted']],
  ['skip', ['waiting', 'failed']],
  ['keep-source-only', ['grown']],
  ['restore-output', ['deleted']],
  ['keep-both', ['grown']],
] as const)('allows %s for the jobs where it is possible', (what, ids) => {
  expect(idsThatCan(jobs, what)).toEqual(ids);
});

it('pauses while one of the jobs can be paused, otherwise resumes', () => {
  expect(pauseOrResume(jobs)).toBe('pause');
  expect(pauseOrResume([jobOf('held', 'paused')])).toBe('resume');
});

it('cancels running jobs and removes the others', () => {
  expect(removalOf(jobs)).toEqual({
    cancel: ['running', 'publishing'],
    remove: ['held', 'waiting', 'failed', 'grown', 'done', 'deleted'],
  });
});
