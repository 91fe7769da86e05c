import { refusal } from '../../../shared/errors/contract-error.js';
import type { Handlers } from './handler.js';

type JobCalls =
  | 'jobs.list'
  | 'jobs.details'
  | 'jobs.control'
  | 'jobs.move'
  | 'jobs.control-all'
  | 'jobs.interrupted'
  | 'jobs.export';

export const jobHandlers = {
  'jobs.list': ({ queue }) => queue.view(),
  'jobs.details': ({ queue }, { id }) => {
    const details = queue.details(id);
    if (!details) throw refusal('gone', 'This job is no longer in the queue.');
    return { ...details, job: details.job };
  },
  'jobs.control': async ({ queue }, { ids, what }) => {
    await queue.control(ids, what);
    return null;
  },
  'jobs.move': ({ queue }, { id, by }) => {
    queue.move(id, by);
    return null;
  },
  'jobs.control-all': ({ queue }, { what }) => {
    queue.controlAll(what);
    return null;
  },
  'jobs.interrupted': async ({ queue }, { what }) => {
    await queue.interrupted(what);
    return null;
  },
  'jobs.export': ({ queue }, { format }) => ({ text: queue.export(format) }),
} satisfies Handlers<JobCalls>;
