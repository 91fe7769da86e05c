import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { command, createControlWord } from '../../../electron/jobs/control-word.js';
import type { FromWorker } from '../../../electron/jobs/messages.js';
import { turn, until } from '../../until.js';
import { scratchDirectory } from '../engine/scratch-directory.js';
import { compressSpec, nativeFile, workerFile } from './specs.js';

test('a worker that is paused sleeps in the system, also after being woken for nothing, until it may go on', async () => {
  const source = join(scratchDirectory(), 'data');
  writeFileSync(source, new Uint8Array(1000));
  const word = createControlWord();
  command(word, 'pause');
  const worker = new Worker(workerFile, { env: { ...process.env, BLOSCPACK_NATIVE: nativeFile } });
  onTestFinished(() => void worker.terminate());
  const told: FromWorker['kind'][] = [];
  worker.on('message', ({ kind }: FromWorker) => told.push(kind));
  worker.postMessage({ kind: 'run', order: { spec: compressSpec(source), nthreads: 1, control: word.buffer } });
  // How many threads this wakes: it can be 1 only when the worker sleeps on the word.
  for (let time = 0; time < 3; time++) await until(() => Atomics.notify(word, 0));
  await turn();
  expect(told).toEqual([]);
  command(word, 'go');
  await until(() => told.includes('ended'));
});
