import { useContext } from 'react';
import type { InspectTask, TaskProgress, TaskResult } from '../../../../shared/contract/inspect/tasks.js';
import { CallError } from '../../../../shared/errors/contract-error.js';
import type { Client } from '../../../data/client.js';
import { type Connection, ConnectionContext } from '../../../data/connection.js';
import { useDocument } from '../model/document-context.js';

interface TaskHost {
  readonly client: Client;
  readonly connection: Connection;
}

/** Returns `runTask` at the host of the open document. */
export function useRunTask() {
  const { client } = useDocument();
  const connection = useContext(ConnectionContext);
  return (task: InspectTask, signal: AbortSignal, onProgress?: (progress: TaskProgress) => void) =>
    runTask({ client, connection }, task, signal, onProgress);
}

/**
 * Runs a task of the inspector, which can take long, and returns its result; undefined when the host cancelled it. `onProgress` is
 * called until then. Aborting stops the task and rejects with the reason of the abort. Throws CallError when the task fails, and an
 * Error when the connection is lost, since its end would be missed.
 */
export function runTask(
  { client, connection }: TaskHost,
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
    const leaveEvents = client.on('inspect.task', (progress) => {
      if (id === undefined) early.push(progress);
      else onEvent(progress);
    });
    const leaveConnection = connection.watch(() => {
      if (connection.state !== 'lost') return;
      leave();
      reject(new Error('The connection was lost before the result came.'));
    });
    const leave = () => {
      leaveEvents();
      leaveConnection();
    };
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
