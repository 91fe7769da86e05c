import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { QueueChange } from '../../../electron/jobs/queue/change-feed.js';
import { JobQueue } from '../../../electron/jobs/queue/job-queue.js';
import type { JobQueuePorts } from '../../../electron/jobs/queue/job-queue-ports.js';
import type { JobView } from '../../../shared/contract/jobs.js';
import { until } from '../../until.js';
import { nativeFile, workerFile } from './specs.js';

export interface TestQueue {
  readonly queue: JobQueue;
  readonly changes: readonly QueueChange[];
  /** The view of the job whose source has this name. */
  job(name: string): JobView;
  /** Waits until the job is in one of these states. */
  reach(name: string, ...states: readonly JobView['state'][]): Promise<JobView>;
}

/** A queue in a folder, closed at the end of the test. */
export async function openQueue(folder: string, ports: Partial<JobQueuePorts> = {}): Promise<TestQueue> {
  const queue = await JobQueue.open({
    queueFile: join(folder, 'state', 'queue.json'),
    workerFile,
    nativeFile,
    maxWorkers: 2,
    fileOf: (path) => ({ id: path, name: basename(path), folder: dirname(path) }),
    // With one thread, the next file waits for the one before, however small they are.
    settings: () => ({ filesAtOnce: 1, threads: 1 }),
    ...ports,
  });
  onTestFinished(() => queue.close('cancel'));
  const changes: QueueChange[] = [];
  queue.subscribe((change) => changes.push(change));
  const job = (name: string): JobView => {
    const found = queue.view().jobs.find((view) => view.source.name === name);
    if (!found) throw new Error(`there is no job for ${name}`);
    return found;
  };
  const reach: TestQueue['reach'] = (name, ...states) =>
    until(() => {
      const view = job(name);
      if (view.state === 'failed' && !states.includes('failed')) throw new Error(view.error?.message);
      return states.includes(view.state) && view;
    });
  return { queue, changes, job, reach };
}
