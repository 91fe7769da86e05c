import { describe, expect, it } from 'vitest';
import { type Connection, type ConnectionState, steadyConnection } from '../../../../../renderer/data/connection.js';
import { runTask } from '../../../../../renderer/features/inspector/data/run-task.js';
import { answering } from '../model/answering-client.js';

const task = { kind: 'diff-data', request: { left: 'd-1', right: 'd-2' } } as const;
const diff = { same: true, values: 8, differing: 0, course: [] };
const progress = (changes: object) => ({ task: 't-1', state: 'running', done: 0.5, ...changes }) as never;

/** A host with one task, `t-1`, whose progress the test emits. */
function openHost() {
  return answering({ 'inspect.start': { task: 't-1' }, 'inspect.stop': {} });
}

describe('a task', () => {
  it('returns its result, and reports its progress until then', async () => {
    const { client, emit } = openHost();
    const done: number[] = [];
    const running = runTask({ client, connection: steadyConnection }, task, new AbortController().signal, (at) =>
      done.push(at.done),
    );
    // Before the answer with the id of the task.
    emit('inspect.task', progress({ done: 0.25 }));
    await Promise.resolve();
    emit('inspect.task', progress({ task: 't-2', done: 0.9 }));
    emit('inspect.task', progress({ done: 0.75 }));
    emit('inspect.task', progress({ state: 'done', done: 1, result: { kind: 'diff-data', diff } }));
    expect(await running).toEqual({ kind: 'diff-data', diff });
    expect(done).toEqual([0.25, 0.75]);
  });

  it('rejects with the error of a failure', async () => {
    const { client, emit } = openHost();
    const running = runTask({ client, connection: steadyConnection }, task, new AbortController().signal);
    emit('inspect.task', progress({ state: 'failed', error: { kind: 'io', message: 'The disk failed' } }));
    await expect(running).rejects.toMatchObject({ error: { kind: 'io', message: 'The disk failed' } });
  });

  it('rejects when it cannot be started', async () => {
    const { client } = answering({});
    await expect(
      runTask({ client, connection: steadyConnection }, task, new AbortController().signal),
    ).rejects.toMatchObject({
      error: { message: 'no answer to inspect.start' },
    });
  });

  it('rejects when the connection is lost, since its end would be missed', async () => {
    const { client } = openHost();
    const listeners = new Set<() => void>();
    const lost: Connection = {
      state: 'lost' satisfies ConnectionState,
      watch(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const running = runTask({ client, connection: lost }, task, new AbortController().signal);
    for (const listener of listeners) listener();
    await expect(running).rejects.toThrow('The connection was lost');
    expect(listeners.size).toBe(0);
  });

  it('is stopped at the host by an abort, also before its id is known', async () => {
    for (const isEarly of [true, false]) {
      const { client, asked } = openHost();
      const abort = new AbortController();
      const running = runTask({ client, connection: steadyConnection }, task, abort.signal);
      if (!isEarly) await new Promise((resolve) => setImmediate(resolve));
      abort.abort(new Error('not wanted'));
      await expect(running).rejects.toThrow('not wanted');
      await expect.poll(() => asked.at(-1)).toEqual(['inspect.stop', { task: 't-1' }]);
    }
  });
});
