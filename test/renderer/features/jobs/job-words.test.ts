import { expect, it } from 'vitest';
import { jobNumbers } from '../../../../renderer/features/jobs/job-numbers.js';
import {
  attentionReason,
  hasStep,
  jobRatio,
  outputSize,
  placeWords,
  progressNote,
  stateLabel,
  stepFraction,
  stepWords,
} from '../../../../renderer/features/jobs/job-words.js';
import { makeFormats } from '../../../../renderer/format/formats.js';
import type { JobAction } from '../../../../shared/contract/jobs.js';
import { jobOf } from './example-jobs.js';

const format = makeFormats('iec');

it('shows Verified only for checked outputs', () => {
  expect(stateLabel(jobOf('a', 'done')).word).toBe('Verified');
  expect(stateLabel(jobOf('a', 'done', { check: 'none' })).word).toBe('Done');
});

it('shows Cancelling until the worker has stopped', () => {
  expect(stateLabel(jobOf('a', 'running', { note: 'Cancelling' })).word).toBe('Cancelling');
  expect(stateLabel(jobOf('a', 'cancelled', { note: 'Cancelling' })).word).toBe('Cancelled');
});

it('estimates the output from the part that is done', () => {
  const job = jobOf('a', 'running', { doneBytes: 250, plainBytes: 240, outputBytes: 100 });
  expect(outputSize(job)).toEqual({ sizeBytes: 400, isEstimate: true });
  expect(jobRatio(job)).toBe(2.4);
});

it('has the exact output size once it is written, also while it is verified', () => {
  const job = jobOf('a', 'verifying', { doneBytes: 10, outputBytes: 400 });
  expect(outputSize(job)).toEqual({ sizeBytes: 400, isEstimate: false });
});

it('has the ratio of a decompression as uncompressed by compressed bytes too', () => {
  const job = jobOf('a', 'done', { action: 'decompress', plainBytes: 3872, plainTotalBytes: 3872, outputBytes: 4000 });
  expect(jobRatio(job)).toBe(3.872);
});

it('knows the size of decompressed data from the container, before it is written', () => {
  const job = jobOf('a', 'running', { action: 'decompress', doneBytes: 10, outputBytes: 30, plainTotalBytes: 4000 });
  expect(outputSize(job)).toEqual({ sizeBytes: 4000, isEstimate: false });
});

it('has no output size and no ratio for deleted outputs', () => {
  const job = jobOf('a', 'failed', { outputBytes: 100, doneBytes: 500 });
  expect(outputSize(job)).toBeUndefined();
  expect(jobRatio(job)).toBeUndefined();
});

it('measures progress only in steps that count bytes', () => {
  expect(stepFraction(jobOf('a', 'running', { doneBytes: 210 }))).toBe(0.21);
  expect(stepFraction(jobOf('a', 'finalising', { doneBytes: 1000 }))).toBeUndefined();
  expect(stepFraction(jobOf('a', 'running', { sourceBytes: 0 }))).toBeUndefined();
});

it('gives the reason of a failure with its remedy, and of a larger output with its bytes', () => {
  const failed = jobOf('a', 'failed', {
    error: { kind: 'io', message: 'The disk is full.', remedy: 'Free some space.' },
  });
  expect(attentionReason(failed, format)).toBe('The disk is full. Free some space.');
  const grown = jobOf('a', 'done', { grew: true, sourceBytes: 100_000, outputBytes: 100_032 });
  expect(attentionReason(grown, format)).toContain('became 32 B larger (0.03 %)');
});

it('says which job is next, and why a job was skipped', () => {
  expect(progressNote(jobOf('a', 'waiting'), true)).toBe('next');
  expect(progressNote(jobOf('a', 'waiting'), false)).toBe('');
  expect(progressNote(jobOf('a', 'skipped', { note: 'The output already exists' }), false)).toBe(
    'The output already exists',
  );
});

it('lists known numbers and leaves out the others', () => {
  const waiting = jobNumbers(jobOf('a', 'waiting'), format).map(({ label }) => label);
  expect(waiting).toEqual(['Source', 'Written', 'Writes to', 'In folder']);
  const done = jobNumbers(
    jobOf('a', 'done', { plainBytes: 1000, outputBytes: 400, elapsedMs: 1200, chunks: 3 }),
    format,
  );
  expect(done).toContainEqual({ label: 'Ratio', value: '2.50×, 40.0 % of original' });
  expect(done).toContainEqual({ label: 'Written', value: '400 B (400 B)' });
});

it('lists the result of a check, and no output', () => {
  const checked = { match: 2288, mismatch: 1, unreadable: 0 };
  const { outputName: _name, outputFolder: _folder, ...check } = jobOf('a', 'failed', { action: 'verify', checked });
  const numbers = jobNumbers(check, format);
  expect(numbers.find(({ label }) => label === 'Found')?.value).toBe('2,288 intact, 1 wrong checksum');
  expect(numbers.map(({ label }) => label)).not.toContain('Writes to');
  expect(jobRatio({ ...check, state: 'done', outputBytes: 100 })).toBeUndefined();
});

it('names the steps of every action, and only those it can have', () => {
  const steps = ['preparing', 'working', 'finalising', 'verifying', 'publishing'] as const;
  const stepsOf = (action: JobAction) => steps.filter((name) => hasStep(name, jobOf('a', 'running', { action })));
  expect(stepsOf('verify')).toEqual(['preparing', 'working']);
  expect(stepsOf('append')).toEqual(['preparing', 'working', 'finalising', 'verifying']);
  expect(stepsOf('compress')).toEqual(steps);
  expect(stepsOf('convert')).toEqual(steps);
  expect(stepWords('working', jobOf('a', 'running', { action: 'repair' }))).toBe('Recovering every intact chunk');
});

it('names the output before its folder, and the folder of the source where it is another', () => {
  const job = { ...jobOf('a', 'done'), outputName: 'a.npy.blp', outputFolder: '~/out' };
  const source = { ...job.source, folder: '~/data' };
  expect(placeWords({ ...job, source })).toBe('~/data → a.npy.blp in ~/out');
  expect(placeWords({ ...job, source, outputFolder: '~/data' })).toBe('→ a.npy.blp in ~/data');
});
