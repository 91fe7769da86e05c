import type { InspectTask, TaskProgress, TaskResult } from '../../../../shared/contract/inspect/tasks.js';
import { CallError } from '../../../../shared/errors/contract-error.js';
import type { Client } from '../../../data/client.js';

/**
 * Runs a task of the inspector, which can take long, and returns its result; undefined when the host cancelled it. `onProgress` is
 * called until then. Aborting stops the task and rejects with the reason of the abort. Throws CallError when the task fails.
 */
export function runTask(
  client: Client,
  task: InspectTask,
  signal: AbortSignal,
  onProgress: (progress: TaskProgress) => void = () => {},
): Promise<TaskResult | undefined> {
  return new Promise((resolve, reject) => {
    let id: string | undefined;
    // Events can arrive before the answer that contains the id of their task.
    const early: TaskProgress[] = [];
    const onEvent = (progress: TaskProgress) => {
      if (signal.aborted || progress.task !== id) return;
      if (progress.state === 'running') return onProgress(progress);
      leave();
      if (progress.state === 'failed') reject(new CallError(progress.error ?? unknownReason));
      else resolve(progress.result);
    };
    const leave = client.on('inspect.task', (progress) => {
      if (id === undefined) early.push(progress);
      else onEvent(progress);
    });
    const stopAtHost = (started: string) => void client.call('inspect.stop', { task: started }).catch(() => undefined);
    signal.addEventListener('abort', () => {
      leave();
      if (id !== undefined) stopAtHost(id);
      reject(signal.reason);
    });
    client.call('inspect.start', task).then(
      (started) => {
        id = started.task;
        if (signal.aborted) stopAtHost(id);
        else early.forEach(onEvent);
      },
      (thrown) => {
        leave();
        reject(thrown);
      },
    );
  });
}

const unknownReason = { kind: 'internal', message: 'The program reported a failure without a reason.' } as const;
