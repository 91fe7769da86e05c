import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import { JobRecord } from '../../../../electron/jobs/queue/job-record.js';
import type { JobEvent } from '../../../../electron/jobs/queue/job-state.js';
import { QueueTally } from '../../../../electron/jobs/report/queue-tally.js';
import { compressSpec } from '../specs.js';

const jobOf = (name: string) => new JobRecord(name, 'batch', compressSpec(`/data/${name}`, { sourceBytes: 1000 }));

/** Starts a job, as a worker that has read `doneBytes` bytes does. */
function begin(job: JobRecord, doneBytes: number): void {
  job.move('prepare', 1);
  job.control = createControlWord();
  job.move('run', 2);
  job.progress = { doneBytes, plainBytes: doneBytes, chunksDone: 1 };
}

function end(job: JobRecord, how: JobEvent): void {
  job.control = undefined;
  job.move(how, 9);
}

test('counts places, and sums the sources and the checks of the session', () => {
  const jobs = ['a', 'b', 'c', 'd'].map(jobOf);
  const [a, b, c] = jobs as [JobRecord, JobRecord, JobRecord];
  const tally = new QueueTally();
  tally.note(jobs, 0);
  begin(a, 500);
  begin(b, 0);
  end(b, 'fail');
  c.move('pause', 3);
  tally.note([a, b, c], 3);
  const places = { running: 1, attention: 1, paused: 1, waiting: 1, finished: 0 };
  // Each is read twice: for its output, and for the check of that.
  expect(tally.totals(4)).toMatchObject({ ...places, sourceBytes: 4000, doneBytes: 1500, fraction: 2500 / 8000 });
  expect(tally.totals(4)).toMatchObject({ startedMs: 1, elapsedMs: 1 });
});

test('begins anew when all jobs have ended', () => {
  const [old, next] = [jobOf('old'), jobOf('next')];
  const tally = new QueueTally();
  tally.note([old], 0);
  begin(old, 1000);
  end(old, 'finish');
  tally.note([old], 5);
  expect(tally.totals(5)).toMatchObject({ finished: 1, sourceBytes: 0, fraction: 0, elapsedMs: 0 });
  tally.note([next], 6);
  expect(tally.totals(6)).toMatchObject({ finished: 1, waiting: 1, sourceBytes: 1000 });
});

test('has the same totals after any changes of single jobs as one that has seen the present states only', () => {
  const events = [
    'prepare',
    'run',
    'verify',
    'pause',
    'resume',
    'finish',
    'fail',
    'cancel',
    'skip',
    'requeue',
  ] as const;
  const changes = fc.array(
    fc.record({
      index: fc.nat(4),
      event: fc.constantFrom(...events),
      doneBytes: fc.nat(1000),
      isRemoved: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(changes, (steps) => {
      // One that always waits, so that the session never ends.
      const jobs = ['waits', 'a', 'b', 'c', 'd'].map(jobOf);
      const there = new Set(jobs);
      const tally = new QueueTally();
      tally.note(jobs, 0);
      for (const { index, event, doneBytes, isRemoved } of steps) {
        const job = jobs[index] as JobRecord;
        if (index === 0 || !there.has(job)) continue;
        job.move(event, 0);
        job.progress = { doneBytes, plainBytes: doneBytes, chunksDone: 1 };
        job.control = job.isEnded || job.state === 'waiting' ? undefined : createControlWord();
        if (isRemoved && job.isEnded) {
          tally.forget([job]);
          there.delete(job);
        } else tally.note([job], 0);
      }
      const open = [...there].filter((job) => !job.isEnded);
      const fresh = new QueueTally();
      fresh.note(open, 0);
      const { finished, attention, ...wanted } = fresh.totals(0);
      const { finished: ended, attention: failed, sourceBytes, doneBytes, fraction, ...found } = tally.totals(0);
      expect(found).toEqual(expect.objectContaining({ running: wanted.running, waiting: wanted.waiting }));
      expect(found.paused).toBe(wanted.paused);
      expect(ended + failed).toBe(there.size - open.length);
      const counted = [...there].filter(({ state }) => state !== 'cancelled' && state !== 'skipped');
      expect(sourceBytes).toBe(1000 * counted.length);
      expect(doneBytes).toBeLessThanOrEqual(sourceBytes);
      expect(fraction).toBeLessThanOrEqual(1);
      expect([finished, attention]).toEqual([0, 0]);
    }),
  );
});

test('looks at the changed job and those that are running, not at ten thousand others', () => {
  let looked = 0;
  const jobs = Array.from({ length: 10_000 }, (_, index) => jobOf(`${index}`));
  const watched = jobs.map(
    (job) =>
      new Proxy(job, {
        get(target, key) {
          looked++;
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
  );
  const tally = new QueueTally();
  tally.note(watched, 0);
  const [first] = jobs as [JobRecord];
  begin(first, 10);
  looked = 0;
  tally.note(watched.slice(0, 1), 1);
  expect(tally.totals(2).running).toBe(1);
  expect(looked).toBeLessThan(50);
});
