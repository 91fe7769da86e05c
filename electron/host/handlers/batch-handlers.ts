import type { BatchRequest } from '../../../shared/contract/intake.js';
import type { QueueView } from '../../../shared/contract/jobs.js';
import { describePlan, planBatch } from '../batch/batch-plan.js';
import { prepareBatch } from '../batch/batch-start.js';
import type { Handlers } from './handler.js';

export const batchHandlers = {
  'batch.plan': async ({ registry, queue }, request) =>
    describePlan(await planBatch(registry, request), lastSpeed(queue.view(), request)),
  'batch.start': async ({ registry, queue }, { batch, onCollision }) => ({
    batchId: queue.add(await prepareBatch(registry, batch, onCollision)),
  }),
} satisfies Handlers<'batch.plan' | 'batch.start'>;

/** Source bytes a second of the last done job with this action; undefined if there is none. */
function lastSpeed({ jobs }: QueueView, { items }: BatchRequest): number | undefined {
  const action = items[0]?.action;
  const last = jobs.findLast((job) => job.state === 'done' && job.action === action && job.elapsedMs > 0);
  return last && last.sourceBytes > 0 ? (last.sourceBytes / last.elapsedMs) * 1000 : undefined;
}
