import { writeFileSync } from 'node:fs';

/**
 * The result of one run of the test suite. `failed` also counts files that could not be loaded, hooks that failed and
 * errors outside every test, so that it is zero only when all is well.
 *
 * @typedef {{ name: string, reason: string }} SkippedTest
 * @typedef {{ passed: number, failed: number, skipped: readonly SkippedTest[] }} TestCounts
 * @typedef {import('vitest/node').TestModule} TestModule
 * @typedef {import('vitest/node').TestCase} TestCase
 */

/** A Vitest reporter that writes `TestCounts` as JSON to the file named by BLOSCPACK_TEST_COUNTS, and prints nothing. */
export default class CountsReporter {
  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const path = process.env.BLOSCPACK_TEST_COUNTS;
    if (path) writeFileSync(path, JSON.stringify(countTests(modules, unhandledErrors)));
  }
}

/**
 * @param {readonly TestModule[]} modules
 * @param {readonly unknown[]} unhandledErrors
 * @returns {TestCounts}
 */
function countTests(modules, unhandledErrors) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failedTests = tests.filter((test) => test.result().state === 'failed').length;
  const brokenGroups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const groupErrors = brokenGroups.reduce((sum, group) => sum + group.errors().length, 0);
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: failedTests + groupErrors + unhandledErrors.length,
    skipped: tests.filter((test) => test.result().state === 'skipped').map(describeSkip),
  };
}

/**
 * @param {TestCase} test
 * @returns {SkippedTest}
 */
function describeSkip(test) {
  const result = test.result();
  // A group that is skipped as a whole has its reason in its name.
  const inName = /\(SKIPPED: (.*?)\)/.exec(test.fullName)?.[1] ?? 'no reason given';
  const reason = result.state === 'skipped' && result.note ? result.note : inName;
  return { name: `${test.module.relativeModuleId}: ${test.fullName}`, reason };
}
