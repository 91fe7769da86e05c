/** A worker thread of the pool, a bundle of its own: runs one job after the other until it is told to end. */
import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './messages.js';
import { runJob } from './run-job.js';

const port = parentPort;
if (!port) throw new TypeError('this file is a worker thread, not a program');

const tell = (message: FromWorker): void => port.postMessage(message);

port.on('message', async (message: ToWorker) => {
  if (message.kind === 'end') {
    port.close();
    return;
  }
  const { spec, nthreads, control } = message.order;
  tell({ kind: 'ended', outcome: await runJob(spec, { nthreads, control: new Int32Array(control), tell }) });
});
