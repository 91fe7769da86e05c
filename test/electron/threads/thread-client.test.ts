import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ThreadClient, type ThreadOptions } from '../../../electron/threads/thread-client.js';
import { type TestService, testThreads } from './test-service.js';

const optionsOf = testThreads();
const never = new AbortController().signal;

function start(change: Partial<ThreadOptions> = {}) {
  const events: TestService['event'][] = [];
  const thread = new ThreadClient<TestService>(optionsOf(change), (event) => events.push(event));
  onTestFinished(() => thread.end());
  const isWaiting = (): Promise<unknown> => vi.waitUntil(() => events.some(({ kind }) => kind === 'waiting'), 60_000);
  return { thread, events, isWaiting };
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<readonly number[]> {
  const bytes: number[] = [];
  for await (const piece of body) bytes.push(...piece);
  return bytes;
}

describe('calls', () => {
  it('get their responses, in a thread that the first one starts', async () => {
    const { thread } = start();
    expect(thread.isRunning).toBe(false);
    expect(await Promise.all([1, 2, 3].map((value) => thread.call('double', value)))).toEqual([2, 4, 6]);
    expect(thread.isRunning).toBe(true);
  });

  it('fail with the data of the error, without folders, and do not affect other calls', async () => {
    const { thread } = start();
    const [failed, uncopyable, doubled] = await Promise.allSettled([
      thread.call('fail', { chunkIndex: 7 }),
      thread.call('uncopyable', null),
      thread.call('double', 4),
    ]);
    expect(failed).toMatchObject({
      reason: { name: 'CallError', error: { kind: 'checksum', where: { file: 'a.blp', chunkIndex: 7 } } },
    });
    expect(uncopyable).toMatchObject({ reason: { error: { kind: 'internal' } } });
    expect(doubled).toEqual({ status: 'fulfilled', value: 8 });
  });

  it('fail when the request cannot be copied', async () => {
    const { thread } = start();
    await expect(thread.call('double', (() => 1) as never)).rejects.toThrow('could not be cloned');
    expect(await thread.call('double', 1)).toBe(2);
  });

  it('fail for a name that the thread does not serve', async () => {
    const { thread } = start();
    await expect(thread.call('toString' as 'double', 1)).rejects.toThrow("does not serve 'toString'");
  });

  it('do not compile with a misspelt name or a request of another type', () => {
    const { thread } = start();
    const wrong = [
      // @ts-expect-error: the service has no such call
      () => thread.call('duoble', 1),
      // @ts-expect-error: the request is a number
      () => thread.call('double', '1'),
      // @ts-expect-error: the service has no such stream
      () => thread.stream('piece', { count: 1 }, never),
    ];
    expect(wrong).toHaveLength(3);
  });

  it('move the buffers in `transfer`', async () => {
    const { thread } = start();
    const buffer = new ArrayBuffer(1000);
    expect(await thread.call('byteLength', buffer, { transfer: [buffer] })).toBe(1000);
    expect(buffer.byteLength).toBe(0);
  });

  it('get all events before their response, in order', async () => {
    const { thread, events } = start();
    await thread.call('count', 1000);
    expect(events).toEqual(Array.from({ length: 1000 }, (_, index) => ({ kind: 'count', index })));
  });
});

describe('a signal', () => {
  it('stops only this call in the thread', async () => {
    const { thread, isWaiting } = start();
    const controller = new AbortController();
    const waiting = thread.call('wait', 'until cancelled', { signal: controller.signal });
    const stopped = expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
    await isWaiting();
    controller.abort();
    await stopped;
    expect(await thread.call('double', 1)).toBe(2);
  });

  it('that is aborted starts nothing', async () => {
    const { thread } = start();
    await expect(thread.call('double', 1, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    await expect(thread.stream('pieces', { count: 1 }, AbortSignal.abort())).rejects.toMatchObject({
      kind: 'cancelled',
    });
    expect(thread.isRunning).toBe(false);
  });

  it('terminates a thread that does not stop in time', async () => {
    const { thread, isWaiting } = start({ cancelWithinMs: 1 });
    const controller = new AbortController();
    const stopped = expect(thread.call('wait', 'for ever', { signal: controller.signal })).rejects.toMatchObject({
      kind: 'cancelled',
    });
    await isWaiting();
    controller.abort();
    await stopped;
    expect(thread.isRunning).toBe(false);
  });
});

describe('streams', () => {
  it('have their head and all their bytes', async () => {
    const { thread } = start();
    const { title, body } = await thread.stream('pieces', { count: 5 }, never);
    expect(title).toBe('5 pieces');
    expect(await collect(body)).toEqual([0, 1, 2, 3, 4]);
    expect(await collect((await thread.stream('pieces', { count: 0 }, never)).body)).toEqual([]);
  });

  it('are at most one piece ahead of their reader', async () => {
    const { thread } = start();
    const { body } = await thread.stream('pieces', { count: 4 }, never);
    const iterator = body[Symbol.asyncIterator]();
    const made: number[] = [];
    for (let read = 0; read < 4; read++) {
      // Answered after any piece that the thread would make without a request.
      made.push((await thread.call('pieceCounts', null)).made);
      expect(await iterator.next()).toEqual({ done: false, value: Uint8Array.of(read) });
    }
    expect(made).toEqual([1, 1, 2, 3]);
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it('fail before they start when the first piece fails, else in their body', async () => {
    const { thread } = start();
    const error = { error: { kind: 'checksum' } };
    await expect(thread.stream('pieces', { count: 2, failsAt: 0 }, never)).rejects.toMatchObject(error);
    const { body } = await thread.stream('pieces', { count: 2, failsAt: 1 }, never);
    await expect(collect(body)).rejects.toMatchObject(error);
  });

  it('are stopped in the thread when their reader stops', async () => {
    const { thread } = start();
    const { body } = await thread.stream('pieces', { count: 100 }, never);
    for await (const _ of body) break;
    expect(await thread.call('pieceCounts', null)).toEqual({ made: 1, left: 1 });
    expect(await collect(body)).toEqual([]);
  });

  it('are stopped by their signal while a piece is awaited', async () => {
    const { thread } = start();
    const controller = new AbortController();
    const { body } = await thread.stream('endless', null, controller.signal);
    const iterator = body[Symbol.asyncIterator]();
    await iterator.next();
    const stopped = expect(iterator.next()).rejects.toMatchObject({ kind: 'cancelled' });
    controller.abort();
    await stopped;
    await expect(iterator.next()).rejects.toMatchObject({ kind: 'cancelled' });
  });
});

describe('a thread that exits', () => {
  it.each([
    [
      'by process.exit',
      (thread: ThreadClient<TestService>) => thread.call('exit', 3),
      'the test thread ended with code 3',
    ],
    ['by an uncaught error', (thread: ThreadClient<TestService>) => thread.call('crash', null), 'out of everything'],
  ])(
    '%s fails all open calls and streams with one error, and the next call starts it again',
    async (_, kill, message) => {
      const { thread } = start();
      const { body } = await thread.stream('endless', null, never);
      const iterator = body[Symbol.asyncIterator]();
      await iterator.next();
      const open = await Promise.allSettled([thread.call('wait', 'for ever'), iterator.next(), kill(thread)]);
      const reasons = open.map((end) => (end.status === 'rejected' ? end.reason : undefined));
      expect(reasons[0]).toMatchObject({ message });
      expect(new Set(reasons).size).toBe(1);
      expect(thread.isRunning).toBe(false);
      expect(await thread.call('double', 1)).toBe(2);
    },
  );
});

describe('end', () => {
  it('cancels open calls and waits until the thread has exited', async () => {
    const { thread, isWaiting } = start();
    const { body } = await thread.stream('endless', null, never);
    const waiting = expect(thread.call('wait', 'until cancelled')).rejects.toThrow('stopped by its signal');
    await isWaiting();
    await thread.end();
    await waiting;
    expect(thread.isRunning).toBe(false);
    await expect(collect(body)).rejects.toThrow('the test thread ended');
  });

  it('terminates a thread that is stuck', async () => {
    const { thread, isWaiting } = start({ endWithinMs: 1 });
    const waiting = expect(thread.call('wait', 'for ever')).rejects.toThrow('the test thread ended');
    await isWaiting();
    await thread.end();
    await waiting;
    expect(thread.isRunning).toBe(false);
  });

  it('does nothing for a thread that was never started', async () => {
    const { thread } = start();
    await thread.end();
    expect(thread.isRunning).toBe(false);
  });
});
