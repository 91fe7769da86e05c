/** The thread that compares codecs, a bundle of its own. */

import { parentPort } from 'node:worker_threads';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import { CompareSession } from './compare-session.js';
import type { FromCompare, ToCompare } from './messages.js';

const port = parentPort;
if (!port) throw new TypeError('this file is a worker thread, not a program');

const tell = (message: FromCompare): void => port.postMessage(message);
const session = new CompareSession(tell);

port.on('message', (message: ToCompare) => {
  if (message.kind === 'preview') void answer(message.ticket, () => session.preview(message.input, message.plan));
  else if (message.kind === 'bandwidth') void answer(message.ticket, () => session.bandwidth(message.folder));
  else if (message.kind === 'start') void session.start(message.order);
  else if (message.kind === 'control') session.control(message.run, message.what);
  else {
    session.end();
    port.close();
  }
});

async function answer(ticket: number, ask: () => Promise<unknown>): Promise<void> {
  try {
    tell({ kind: 'answer', ticket, result: { ok: true, value: await ask() } });
  } catch (error) {
    tell({ kind: 'answer', ticket, result: { ok: false, error: toContractError(error) } });
  }
}
