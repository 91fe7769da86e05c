import { expect, it } from 'vitest';
import { JobListing } from '../../../../renderer/data/queue/queue-layout.js';
import { batchLine, batchNotes, groupWords, startedWords } from '../../../../renderer/features/jobs/batch-words.js';
import { makeFormats } from '../../../../renderer/format/formats.js';
import type { QueueTotals } from '../../../../shared/contract/jobs.js';
import { jobOf, noTotals } from './example-jobs.js';

const format = makeFormats('iec');
const layout = new JobListing([jobOf('a', 'done', { outputBytes: 400 }), jobOf('b', 'skipped')]).layout(new Set());
const idle: QueueTotals = { ...noTotals, sourceBytes: 1000, doneBytes: 430, fraction: 0.43 };
const busy: QueueTotals = { ...idle, running: 1, bytesPerSecond: 2048, remainingMs: 420_000 };

it('shows bytes, speed and time left while jobs run', () => {
  expect(batchLine({ paused: false, totals: busy }, layout, format)).toEqual({
    figure: '43 %',
    amount: '430 of 1,000 B',
    speed: '2.0 KiB/s',
    rest: 'about 7 min left',
    fraction: 0.43,
  });
});

it('shows no time left and no speed while paused', () => {
  const line = batchLine({ paused: true, totals: busy }, layout, format);
  expect(line.rest).toBe('paused');
  expect(line).not.toHaveProperty('speed');
});

it('says paused when the only jobs left are paused one by one, not while others run', () => {
  const paused = { ...busy, running: 0, paused: 2 };
  expect(batchLine({ paused: false, totals: paused }, layout, format).rest).toBe('paused');
  expect(batchLine({ paused: false, totals: { ...busy, paused: 2 } }, layout, format).rest).toBe('about 7 min left');
});

it('shows the result at the end, of the jobs that have an output', () => {
  expect(batchLine({ paused: false, totals: idle }, layout, format)).toMatchObject({
    figure: 'Finished',
    amount: '1 file, 1,000 B → 400 B',
    fraction: 1,
  });
  const failed = new JobListing([jobOf('a', 'failed')]).layout(new Set());
  expect(batchLine({ paused: false, totals: idle }, failed, format).figure).toBe('1 needs attention');
});

it('shows that an interrupted batch is stopped', () => {
  const interrupted = { finished: 7, remaining: 13, strayParts: 0 };
  const totals = { ...idle, waiting: 13 };
  expect(batchLine({ paused: false, totals, interrupted }, layout, format)).toMatchObject({
    figure: 'Stopped',
    amount: '13 files left',
  });
});

it('names the jobs that are not counted', () => {
  expect(batchNotes(layout, format)).toEqual(['2 files from ~/data', '1 cancelled or skipped file is not counted']);
});

it('shows the start time only after a job has started', () => {
  expect(startedWords({ paused: false, totals: idle }, format)).toBe('');
  const startedMs = 1_000_000;
  expect(startedWords({ paused: false, totals: { ...busy, startedMs, elapsedMs: 338_000 } }, format)).toMatch(
    /^started \d\d:\d\d:\d\d, worked for 5 min 38 s$/,
  );
});

it('describes each group by its own sums', () => {
  expect(groupWords('finished', layout.groups.finished, format)).toBe('2 files, 1,000 B → 400 B');
  expect(groupWords('waiting', { count: 1, sourceBytes: 2048, outputBytes: 0, doneSourceBytes: 0 }, format)).toBe(
    '1 file, 2.0 KiB',
  );
});
