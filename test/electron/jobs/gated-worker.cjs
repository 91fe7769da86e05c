/**
 * The real worker thread, which waits after every report of progress until the queue's command is no longer `go`.
 * So a job runs for as long as a test needs, however fast the machine is. It then logs that it left the
 * gate: before that, a test must not resume a paused job, because the gate might not have read the pause. The same progress,
 * which a job that is about to sleep reports again, stops it once: it may have been resumed by then. Jobs of files whose name
 * begins with `small` are not stopped.
 */
const { basename, join } = require('node:path');
const { parentPort } = require('node:worker_threads');

const post = parentPort.postMessage.bind(parentPort);
let order;
let heldBytes = 0;

parentPort.on('message', (message) => {
  if (message.kind !== 'call') return;
  order = message.request;
  heldBytes = 0;
});
parentPort.postMessage = (message) => {
  post(message);
  if (message.kind !== 'event' || message.event.kind !== 'progress') return;
  // On a slow machine the first report may come before the first chunk is done.
  const { doneBytes } = message.event.progress;
  if (doneBytes === 0 || doneBytes === heldBytes || basename(order.spec.sourcePath).startsWith('small')) return;
  heldBytes = doneBytes;
  Atomics.wait(new Int32Array(order.control), 0, 0);
  post({ kind: 'event', event: { kind: 'log', text: 'left the gate' } });
};

require(join(__dirname, '../../../dist/worker.cjs'));
