import { expect, it } from 'vitest';
import { closingLines, sumCounts } from '../../../build/tests/closing-lines.mjs';

it('ends with the count alone, after every skipped test and its reason', () => {
  const skipped = [{ name: 'test/native/load.test.ts: loads', reason: 'no Node 24 here' }];
  expect(closingLines({ passed: 5, failed: 1, skipped })).toEqual([
    'skipped: test/native/load.test.ts: loads (no Node 24 here)',
    '5 passed, 1 failed, 1 skipped',
  ]);
});

it('adds up the runs', () => {
  const skipped = [{ name: 'a', reason: 'b' }];
  const sum = sumCounts([
    { passed: 5, failed: 0, skipped },
    { passed: 4, failed: 2, skipped },
  ]);
  expect(sum).toEqual({ passed: 9, failed: 2, skipped: [...skipped, ...skipped] });
});
