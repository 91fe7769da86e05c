import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { command, createControlWord } from '../../../../electron/jobs/queue/control-word.js';
import type { JobReport, JobService } from '../../../../electron/jobs/run/job-service.js';
import { ThreadClient } from '../../../../electron/threads/thread-client.js';
import { errorTransport } from '../../../../shared/errors/contract-error.js';
import { scratchFolder } from '../../../scratch-folder.js';
import { turn, until } from '../../../until.js';
import { compressSpec, nativeFile, workerFile } from '../specs.js';

test('a paused worker sleeps in the system, also after a spurious wake-up, until it is resumed', async () => {
  const source = join(scratchFolder(), 'data');
  writeFileSync(source, new Uint8Array(1000));
  const word = createControlWord();
  command(word, 'pause');
  const emitted: JobReport['kind'][] = [];
  const thread = new ThreadClient<JobService>(
    { name: 'job', files: { workerFile, nativeFile }, errors: errorTransport },
    ({ kind }) => emitted.push(kind),
  );
  onTestFinished(() => thread.end());
  const outcome = thread.call('run', { spec: compressSpec(source), nthreads: 1, control: word.buffer });
  // How many threads this wakes: it can be 1 only when the worker sleeps on the word.
  for (let time = 0; time < 3; time++) await until(() => Atomics.notify(word, 0));
  await turn();
  expect(emitted).toEqual([]);
  command(word, 'go');
  expect(await outcome).toMatchObject({ kind: 'done' });
});
