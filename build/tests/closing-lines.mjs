/** @typedef {import('./counts-reporter.mjs').TestCounts} TestCounts */

/**
 * @param {readonly TestCounts[]} runs
 * @returns {TestCounts} the sum; a test that several runs skip is counted and named for each
 */
export function sumCounts(runs) {
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.reduce((sum, { failed }) => sum + failed, 0),
    skipped: runs.flatMap(({ skipped }) => skipped),
  };
}

/**
 * The end of what `npm test` prints: every skipped test with its reason, then the count alone on the last line.
 *
 * @param {TestCounts} counts
 * @returns {string[]}
 */
export function closingLines({ passed, failed, skipped }) {
  const skips = skipped.map(({ name, reason }) => `skipped: ${name} (${reason})`);
  return [...skips, `${passed} passed, ${failed} failed, ${skipped.length} skipped`];
}
