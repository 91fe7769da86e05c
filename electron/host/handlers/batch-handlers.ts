import type { BatchRequest } from '../../../shared/contract/intake.js';
import type { JobView } from '../../../shared/contract/jobs.js';
import { threadsOf } from '../../jobs/queue/job-queue-ports.js';
import { estimateSources } from '../batch/batch-estimate.js';
import { describePlan, planBatch } from '../batch/batch-plan.js';
import { prepareBatch } from '../batch/batch-start.js';
import type { Handlers } from './handler.js';

export const batchHandlers = {
  'batch.plan': async (context, request) =>
    describePlan(await planBatch(context, request), measuredRate(context.queue.view().jobs, request)),
  'batch.estimate': ({ registry, settings }, request) =>
    estimateSources(registry, request, threadsOf(settings.current)),
  'batch.start': async (context, { batch, ...collisions }) => {
    const { jobs, skipped } = await prepareBatch(context, batch, collisions);
    return { batchId: context.queue.add(jobs, skipped) };
  },
} satisfies Handlers<'batch.plan' | 'batch.estimate' | 'batch.start'>;

/** Less work says more about the start of a job than about its rate. */
const MIN_MEASURED_BYTES = 16 * 2 ** 20;

/** Source bytes a second of all done jobs like those of the batch; undefined if they are too few, or the batch is mixed. */
export function measuredRate(jobs: readonly JobView[], request: BatchRequest): number | undefined {
  const action = request.items[0]?.action;
  if (request.items.some((item) => item.action !== action)) return undefined;
  const like = jobs.filter((job) => job.state === 'done' && job.action === action && isLike(job, request));
  const bytes = like.reduce((sum, { sourceBytes }) => sum + sourceBytes, 0);
  const elapsedMs = like.reduce((sum, job) => sum + job.elapsedMs, 0);
  return bytes >= MIN_MEASURED_BYTES && elapsedMs > 0 ? (bytes / elapsedMs) * 1000 : undefined;
}

/** Whether what the rate depends on is the same. */
function isLike({ action, check, options }: JobView, request: BatchRequest): boolean {
  if (check !== request.check) return false;
  if (action !== 'compress') return true;
  return (['codec', 'clevel', 'shuffle'] as const).every((name) => options?.[name] === request.options[name]);
}
