/** The thread that measures formats, a bundle of its own: the libraries of the contenders are in nobody else's way. */

import { parentPort } from 'node:worker_threads';
import { isCancellation } from '../../../shared/errors/contract-error.js';
import { isBloscpackError } from '../../../shared/format/errors.js';
import { CONTENDERS, contenderFacts } from './all-contenders.js';
import { measureFormats } from './measure-formats.js';
import type { FromContenders, ToContenders } from './messages.js';

const port = parentPort;
if (!port) throw new TypeError('this file is a worker thread, not a program');

const tell = (message: FromContenders): void => port.postMessage(message);
const cancellation = new AbortController();

port.on('message', async (message: ToContenders) => {
  if (message.kind === 'cancel') {
    cancellation.abort();
    return;
  }
  tell(message.kind === 'ask' ? await allFacts(message.nthreads) : await run(message));
  port.close();
});

async function allFacts(nthreads: number): Promise<FromContenders> {
  const plan = { subjects: [], repeats: 1, layout: 'default', nthreads } as const;
  return { kind: 'contenders', contenders: await Promise.all(CONTENDERS.map((one) => contenderFacts(one, plan))) };
}

async function run({ plan, scratchFolder }: Extract<ToContenders, { kind: 'run' }>): Promise<FromContenders> {
  try {
    const report = await measureFormats(
      plan,
      scratchFolder,
      (event) => tell({ kind: 'event', event }),
      cancellation.signal,
    );
    return { kind: 'event', event: { kind: 'done', report } };
  } catch (error) {
    if (isCancellation(error)) return { kind: 'cancelled' };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message, isArgument: isBloscpackError(error) };
  }
}
