/** The inspector's thread, a bundle of its own: answers the host's questions until it is told to end. */

import { parentPort } from 'node:worker_threads';
import { toContractError } from '../../shared/errors/contract-error.js';
import { Inspector } from './inspector.js';
import type { FromInspector, ToInspector } from './messages.js';
import { StreamSender } from './stream-sender.js';

const port = parentPort;
if (!port) throw new TypeError('this file is a worker thread, not a program');

const tell = (message: FromInspector): void => port.postMessage(message);
const inspector = new Inspector((event) => tell({ kind: 'event', event }));
const streams = new StreamSender(inspector, (message, transfer) => port.postMessage(message, transfer));

function answer(call: number, response: Promise<unknown>): void {
  response.then(
    (value) => tell({ kind: 'answer', call, response: value }),
    (error: unknown) => tell({ kind: 'refusal', call, failure: toContractError(error) }),
  );
}

port.on('message', (message: ToInspector) => {
  switch (message.kind) {
    case 'open':
      return answer(message.call, inspector.open(message.order));
    case 'call':
      return answer(message.call, inspector.call(message.name, message.request));
    case 'stream':
      return void streams.begin(message.stream, message.name, message.request);
    case 'more':
      return void streams.send(message.stream);
    case 'leave':
      return streams.leave(message.stream);
    case 'checks':
      return inspector.noteChecks(message.path, message.batch);
    case 'end':
      return void inspector.closeAll().finally(() => port.close());
  }
});
