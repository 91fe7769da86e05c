import { expect, it, onTestFinished } from 'vitest';
import { createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import { JobRecord } from '../../../../electron/jobs/queue/job-record.js';
import { JobThreads } from '../../../../electron/jobs/queue/job-threads.js';
import { compressSpec, OPTIONS, workerFile } from '../specs.js';

/** The names of those of the waiting jobs that start beside the active ones. */
function started(
  settings: { readonly filesAtOnce: number; readonly threads: number },
  waiting: readonly JobRecord[],
  active: readonly JobRecord[] = [],
): readonly string[] {
  const threads = new JobThreads({
    queueFile: 'queue.json',
    workerFile,
    maxWorkers: 4,
    settings: () => settings,
    fileOf: (path) => ({ id: path, name: path, folder: '' }),
  });
  onTestFinished(() => threads.end());
  return [...threads.next(waiting, active)].map(({ id }) => id);
}

const jobOf = (id: string, sourceBytes?: number, chunkSizeBytes = 1000) =>
  new JobRecord(
    id,
    'batch',
    compressSpec(`/${id}`, {
      options: { ...OPTIONS, chunkSizeBytes },
      ...(sourceBytes !== undefined && { sourceBytes }),
    }),
  );

function heldJobOf(id: string): JobRecord {
  const job = jobOf(id, 1e9);
  job.control = createControlWord();
  job.isHeld = true;
  return job;
}

const large = (id: string) => jobOf(id, 1e9);
const small = (id: string) => jobOf(id, 999);

it('gives all threads to a file with as many chunks', () => {
  expect(started({ filesAtOnce: 1, threads: 2 }, [large('a'), large('b'), small('c')])).toEqual(['a']);
  expect(started({ filesAtOnce: 1, threads: 2 }, [small('c')], [large('a')])).toEqual([]);
});

it('starts as many files of one chunk as a file has threads', () => {
  const waiting = ['a', 'b', 'c'].map(small);
  expect(started({ filesAtOnce: 1, threads: 2 }, waiting)).toEqual(['a', 'b']);
  expect(started({ filesAtOnce: 1, threads: 2 }, waiting, [small('x')])).toEqual(['a']);
  expect(started({ filesAtOnce: 1, threads: 1 }, waiting)).toEqual(['a']);
});

it('starts no file before one that waits in front of it', () => {
  expect(started({ filesAtOnce: 1, threads: 2 }, [small('a'), large('b'), small('c')])).toEqual(['a']);
});

it('starts several large files where the settings say so, on all cores', () => {
  expect(started({ filesAtOnce: 2, threads: 1 }, ['a', 'b', 'c'].map(large))).toEqual(['a', 'b']);
});

it('has no more files at once than workers, however many threads a file has', () => {
  expect(started({ filesAtOnce: 1, threads: 64 }, ['a', 'b', 'c', 'd', 'e'].map(small))).toHaveLength(4);
});

it('takes a file of unknown size for a large one', () => {
  expect(started({ filesAtOnce: 1, threads: 2 }, [jobOf('a'), small('b')])).toEqual(['a']);
});

it('gives the place of a paused file to the next one', () => {
  expect(started({ filesAtOnce: 1, threads: 2 }, [large('a'), large('b')], [heldJobOf('x')])).toEqual(['a']);
});
