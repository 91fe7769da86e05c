import { describe, expect, it, vi } from 'vitest';
import { type QuitAnswer, type QuitPorts, QuitProtocol } from '../../../electron/desktop/quit-protocol.js';

describe('QuitProtocol', () => {
  it('ends without a question when nothing runs', async () => {
    const { protocol, steps } = setUp({ jobs: 0 });
    await protocol.request();
    expect(steps).toEqual(['close cancel', 'quit']);
    expect(protocol.isOver).toBe(true);
  });

  it('keeps working if the user chooses so, and asks again the next time', async () => {
    const { protocol, steps } = setUp({ jobs: 2, answers: ['stay', 'cancel'] });
    await protocol.request();
    expect(protocol.isOver).toBe(false);
    await protocol.request();
    expect(steps).toEqual(['ask', 'ask', 'close cancel', 'quit']);
  });

  it('finishes the jobs first if the user chooses so', async () => {
    const { protocol, steps } = setUp({ jobs: 1, answers: ['finish'] });
    await protocol.request();
    expect(steps).toEqual(['ask', 'close finish', 'quit']);
  });

  it('asks once, however often quitting is requested', async () => {
    const { protocol, steps } = setUp({ jobs: 1, answers: ['cancel'] });
    await Promise.all([protocol.request(), protocol.request(), protocol.request()]);
    expect(steps).toEqual(['ask', 'close cancel', 'quit']);
  });

  it('can cancel while it finishes, and quits once', async () => {
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { protocol, steps } = setUp({ jobs: 1, answers: ['finish', 'cancel'], finish: finished });
    const finishing = protocol.request();
    await vi.waitFor(() => expect(steps).toContain('close finish'));
    await protocol.request();
    finish();
    await finishing;
    expect(steps).toEqual(['ask', 'close finish', 'ask while finishing', 'close cancel', 'quit']);
  });

  it('does not ask on a signal, not even while the question is open', async () => {
    const { protocol, steps, ports } = setUp({ jobs: 1 });
    ports.ask = () => new Promise<QuitAnswer>(() => undefined);
    void protocol.request();
    await protocol.terminate();
    expect(steps).toEqual(['close cancel', 'quit']);
  });

  it('quits even when closing fails, and passes the failure on', async () => {
    const { protocol, steps, ports } = setUp({ jobs: 0 });
    ports.close = () => Promise.reject(new Error('the disk is gone'));
    await expect(protocol.request()).rejects.toThrow('the disk is gone');
    expect(steps).toEqual(['quit']);
  });

  it('does not wait forever for a job that does not end', async () => {
    vi.useFakeTimers();
    const { protocol, steps, ports } = setUp({ jobs: 1 });
    ports.close = () => new Promise(() => undefined);
    const end = protocol.terminate();
    await vi.advanceTimersByTimeAsync(10_000);
    await end;
    vi.useRealTimers();
    expect(steps).toEqual(['quit']);
  });
});

function setUp({ jobs, answers = [], finish }: { jobs: number; answers?: QuitAnswer[]; finish?: Promise<void> }) {
  const steps: string[] = [];
  const ports: QuitPorts = {
    activeJobs: () => jobs,
    ask: async (finishing) => {
      steps.push(finishing ? 'ask while finishing' : 'ask');
      return answers.shift() ?? 'stay';
    },
    close: async (how) => {
      steps.push(`close ${how}`);
      if (how === 'finish') await finish;
    },
    quit: () => steps.push('quit'),
  };
  return { protocol: new QuitProtocol(ports), steps, ports };
}
