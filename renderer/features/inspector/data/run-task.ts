import type { InspectTask, TaskProgress } from '../../../../shared/contract/inspect/tasks.js';
import { toContractError } from '../../../../shared/errors/contract-error.js';
import type { Client } from '../../../data/client.js';

/**
 * Starts work of the inspector that can take long and tells how it goes; a start that is refused is told as `failed`. Answers how
 * to stop it, after which nothing is told any more.
 */
export function runTask(client: Client, task: InspectTask, tell: (progress: TaskProgress) => void): () => void {
  let id: string | undefined;
  let stopped = false;
  // Events may overtake the answer that says which task they are of.
  const early: TaskProgress[] = [];
  const hear = (progress: TaskProgress) => {
    if (stopped || progress.task !== id) return;
    if (progress.state !== 'running') leave();
    tell(progress);
  };
  const leave = client.on('inspect.task', (progress) => (id === undefined ? early.push(progress) : hear(progress)));
  const stopAtHost = (started: string) => void client.call('inspect.stop', { task: started }).catch(() => undefined);
  client.call('inspect.start', task).then(
    (started) => {
      id = started.task;
      if (stopped) stopAtHost(id);
      else early.forEach(hear);
    },
    (thrown) => {
      leave();
      if (!stopped) tell({ task: '', state: 'failed', done: 0, error: toContractError(thrown) });
    },
  );
  return () => {
    if (stopped) return;
    stopped = true;
    leave();
    if (id !== undefined) stopAtHost(id);
  };
}
