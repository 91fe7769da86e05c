/**
 * The real worker thread, which stands still after every report of progress until the queue commands something else than to go
 * on. So a job is under way for as long as a test wants, however fast or slow the machine is. It then logs that it left the
 * gate: until that was told a pause must not be taken back, for the gate would not have seen it. Only jobs of files whose name
 * begins with `small` go through.
 */
const { basename, join } = require('node:path');
const { parentPort } = require('node:worker_threads');

const post = parentPort.postMessage.bind(parentPort);
let order;

parentPort.on('message', (message) => {
  if (message.kind === 'call') order = message.request;
});
parentPort.postMessage = (message) => {
  post(message);
  const isProgress = message.kind === 'event' && message.event.kind === 'progress';
  const isHeld = isProgress && !basename(order.spec.sourcePath).startsWith('small');
  if (!isHeld) return;
  Atomics.wait(new Int32Array(order.control), 0, 0);
  post({ kind: 'event', event: { kind: 'log', text: 'left the gate' } });
};

require(join(__dirname, '../../../dist/worker.cjs'));
