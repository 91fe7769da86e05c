import { expect, it } from 'vitest';
import { describeBatch } from '../../../electron/desktop/batch-text.js';

const summary = {
  batchId: 'b',
  done: 12,
  failed: 1,
  cancelled: 0,
  sourceBytes: 44345638093,
  outputBytes: 10522669875,
  elapsedMs: 1,
};

it.each([
  [summary, '12 files done, 1 failed: 41.3 GiB → 9.8 GiB'],
  [{ ...summary, done: 1, failed: 0, sourceBytes: 1023, outputBytes: 10 }, '1 file done: 1023 B → 10 B'],
  // A check writes nothing.
  [{ ...summary, done: 1, failed: 0, outputBytes: 0 }, '1 file done'],
  [{ ...summary, done: 0, failed: 2, cancelled: 3 }, '0 files done, 2 failed, 3 cancelled'],
])('says how a batch ended', (batch, text) => {
  expect(describeBatch(batch)).toBe(text);
});
