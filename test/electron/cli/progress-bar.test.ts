import { describe, expect, test } from 'vitest';
import { ProgressBar, progressLine, type TerminalStream } from '../../../electron/cli/progress-bar.js';

const progress = { doneBytes: 2 ** 20, totalBytes: 2 ** 21, chunksDone: 1 };

function terminal(): { written: string[]; stream: TerminalStream } {
  const written: string[] = [];
  return { written, stream: { columns: 60, write: (text) => void written.push(text) } };
}

describe('progress bar', () => {
  test('appears after a second, at most 20 times a second, and is removed at the end', () => {
    const { written, stream } = terminal();
    let nowMs = 0;
    const bar = new ProgressBar(stream, () => nowMs);
    for (; nowMs < 2000; nowMs += 10) bar.update(progress);
    expect(written.length).toBe(20);
    expect(written.every((text) => text.length < 60 + 4)).toBe(true);
    bar.clear();
    expect(written.at(-1)).toBe('\r\x1b[K');
  });

  test('is not shown for short work', () => {
    const quick = terminal();
    const bar = new ProgressBar(quick.stream, () => 0);
    bar.update(progress);
    bar.clear();
    expect(quick.written).toEqual([]);
  });

  test('shows percent, bytes, speed and time left', () => {
    expect(progressLine(progress, 2000)).toBe('[############------------]  50%  1.0M of 2.0M  512.0K/s  2s left');
    expect(progressLine({ ...progress, totalBytes: undefined }, 1000)).toBe('1.0M  1.0M/s');
  });
});
