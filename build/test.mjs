/**
 * `npm test`: set-up, the static checks, the tests on this Node, those that depend on the Node also on Electron's, and the
 * end-to-end tests. `npm test -- <filter>` passes the filter to Vitest and runs only the tests. On CI it also requires that
 * the work tree is unchanged.
 *
 * The last line counts tests; a failure of anything else counts as one failed.
 */
import './setup/node-version.mjs';
import { run } from './setup/run.mjs';
import { setUp } from './setup/set-up.mjs';
import { installTestTools, missingTestTools } from './setup/test-prerequisites.mjs';
import { runStaticChecks } from './static-checks.mjs';
import { closingLines, sumCounts } from './tests/closing-lines.mjs';
import { findSecondNode, ownNode, runTests, suites } from './tests/run-tests.mjs';

/** @typedef {import('./tests/counts-reporter.mjs').TestCounts} TestCounts */

const counts = await runAll(process.argv.slice(2));
for (const line of closingLines(counts, { packages: missingTestTools(), missingNode: findSecondNode().missing }))
  console.log(line);
if (counts.failed.length > 0) process.exitCode = 1;

/**
 * @param {readonly string[]} filters
 * @returns {Promise<TestCounts>}
 */
async function runAll(filters) {
  if (!setUp()) return failures('set-up');
  if (filters.length === 0) installTestTools();
  const staticFailures = filters.length > 0 ? [] : await runStaticChecks();
  // Only now, because it is one of the packages that set-up installs.
  const secondNode = findSecondNode();
  const runs = [runTests(ownNode, filters)];
  if (secondNode.path) runs.push(runTests(secondNode.path, filters, suites.onSecondNode));
  runs.push(runTests(ownNode, filters, suites.endToEnd));
  return sumCounts([failures(...staticFailures), ...runs, failures(...(process.env.CI ? checkCleanTree() : []))]);
}

/** @returns {string[]} what is wrong when there are files that git would commit, which are then listed */
function checkCleanTree() {
  const { ok, output } = run('git', ['status', '--porcelain']);
  if (ok && output === '') return [];
  console.log(`The work tree is not clean after the tests:\n${output}`);
  return ['clean work tree'];
}

/**
 * @param {string[]} names
 * @returns {TestCounts}
 */
function failures(...names) {
  return { passed: 0, failed: names.map((name) => ({ name, reason: 'see its output above' })), skipped: [] };
}
