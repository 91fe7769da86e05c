import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProgressReporter } from '../../../../electron/jobs/run/progress-reporter.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const after = (chunksDone: number) => ({ doneBytes: chunksDone * 10, plainBytes: chunksDone * 10, chunksDone });

function report(): { readonly reporter: ProgressReporter; readonly sent: number[] } {
  const sent: number[] = [];
  return { reporter: new ProgressReporter(({ chunksDone }) => sent.push(chunksDone)), sent };
}

test('sends at most 20 times a second, however fast the chunks are, and always the last state', () => {
  const { reporter, sent } = report();
  for (let chunksDone = 1; chunksDone < 1000; chunksDone++) {
    reporter.update(after(chunksDone));
    vi.advanceTimersByTime(1);
  }
  expect(sent.length).toBeGreaterThan(10);
  expect(sent.length).toBeLessThanOrEqual(20);
  vi.advanceTimersByTime(100);
  expect(sent.at(-1)).toBe(999);
});

test('never decreases within a step, and starts at zero with the next', () => {
  const { reporter, sent } = report();
  for (const chunksDone of [3, 2]) {
    reporter.update(after(chunksDone));
    reporter.flush();
  }
  reporter.nextStep();
  reporter.update(after(1));
  reporter.flush();
  expect(sent).toEqual([3, 3, 1]);
});

test('sends pending progress before the thread sleeps, once', () => {
  const { reporter, sent } = report();
  reporter.update(after(1));
  reporter.update(after(2));
  reporter.flush();
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual([1, 2]);
});
