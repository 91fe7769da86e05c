/** @typedef {import('./counts-reporter.mjs').TestCounts} TestCounts */

/**
 * What is missing on this machine: packages that tests need, and Electron's Node by its major version.
 * @typedef {{ packages: readonly string[], missingNode?: number | undefined }} Gaps
 */

/**
 * @param {readonly TestCounts[]} runs
 * @returns {TestCounts} the sum; a test that several runs skip is counted for each
 */
export function sumCounts(runs) {
  return {
    passed: runs.reduce((sum, { passed }) => sum + passed, 0),
    failed: runs.flatMap(({ failed }) => failed),
    skipped: runs.flatMap(({ skipped }) => skipped),
  };
}

/**
 * The last lines of `npm test`: every skipped test with its reason, one line that says how to run them, every failure,
 * and the count alone on the last line.
 *
 * @param {TestCounts} counts
 * @param {Gaps} [gaps]
 * @returns {string[]}
 */
export function closingLines({ passed, failed, skipped }, gaps = { packages: [] }) {
  const skips = skipped.map(({ name, reason }) => `skipped: ${name} (${reason})`);
  const summary = summaryOf(skipped.length, gaps);
  return [
    ...skips,
    ...(summary ? [summary] : []),
    ...failed.map(({ name, reason }) => `FAILED: ${name} (${reason})`),
    `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ];
}

/**
 * @param {number} skipped tests
 * @param {Gaps} gaps
 * @returns {string | undefined} undefined when everything ran
 */
function summaryOf(skipped, { packages, missingNode }) {
  const what = [
    ...(skipped > 0 ? [`${skipped} test${skipped === 1 ? '' : 's'}, for the reasons above`] : []),
    ...(missingNode ? [`the second run, on Node ${missingNode}`] : []),
  ];
  if (what.length === 0) return undefined;
  const how = [
    ...(packages.length > 0 ? [`install ${packages.join(', ')} (Debian's names)`] : []),
    ...(missingNode ? [`run npm test on Node ${missingNode}`] : []),
  ];
  const remedy =
    how.length > 0 ? `To run more:  ${how.join('; ')}.` : 'Set-up can install nothing that would run more.';
  return `Not run: ${what.join('; ')}. ${remedy}`;
}
