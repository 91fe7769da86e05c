import { expect, it } from 'vitest';
import { closingLines, sumCounts } from '../../../build/tests/closing-lines.mjs';

it('ends with the count on a line, after every skipped test and every failure with its reason', () => {
  const skipped = [{ name: 'test/native/load.test.ts: loads', reason: 'no Node 24 here' }];
  const failed = [{ name: 'test/native/run.test.ts: runs', reason: 'expected 1 to be 2' }];
  expect(closingLines({ passed: 5, failed, skipped })).toEqual([
    'skipped: test/native/load.test.ts: loads (no Node 24 here)',
    'Not run: 1 test, for the reasons above. Set-up can install nothing that would run more.',
    'FAILED: test/native/run.test.ts: runs (expected 1 to be 2)',
    '5 passed, 1 failed, 1 skipped',
  ]);
});

it('says in one line what was not run and how to run it', () => {
  const skipped = [{ name: 'a', reason: 'b' }];
  expect(
    closingLines({ passed: 5, failed: [], skipped }, { packages: ['chromium'], missingNode: 24 }).slice(-2),
  ).toEqual([
    "Not run: 1 test, for the reasons above; the second run, on Node 24. To run more:  install chromium (Debian's names); run npm test on Node 24.",
    '5 passed, 0 failed, 1 skipped',
  ]);
});

it('ends with only the count if everything ran', () => {
  expect(closingLines({ passed: 5, failed: [], skipped: [] }, { packages: ['makensis'] })).toEqual([
    '5 passed, 0 failed, 0 skipped',
  ]);
});

it('adds up the runs', () => {
  const skipped = [{ name: 'a', reason: 'b' }];
  const sum = sumCounts([
    { passed: 5, failed: [], skipped },
    { passed: 4, failed: skipped, skipped },
  ]);
  expect(sum).toEqual({ passed: 9, failed: skipped, skipped: [...skipped, ...skipped] });
});
