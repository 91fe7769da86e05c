import { writeFileSync } from 'node:fs';

/**
 * The result of one run of the test suite. `failed` also has files that could not be loaded, hooks that failed and
 * errors outside every test, so that it is empty only when all is well.
 *
 * @typedef {{ name: string, reason: string }} NotPassed
 * @typedef {{ passed: number, failed: readonly NotPassed[], skipped: readonly NotPassed[] }} TestCounts
 * @typedef {import('vitest/node').TestModule} TestModule
 * @typedef {import('vitest/node').TestCase} TestCase
 * @typedef {import('vitest/node').TestSuite} TestSuite
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
  const groups = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: [
      ...tests
        .filter((test) => test.result().state === 'failed')
        .map((test) => ({ name: nameOf(test), reason: firstLine(test.result().errors?.[0]) })),
      ...groups.flatMap((group) => group.errors().map((error) => ({ name: nameOf(group), reason: firstLine(error) }))),
      ...unhandledErrors.map((error) => ({ name: 'outside every test', reason: firstLine(error) })),
    ],
    skipped: tests.filter((test) => test.result().state === 'skipped').map(describeSkip),
  };
}

/**
 * @param {TestCase | TestSuite | TestModule} item
 * @returns {string}
 */
function nameOf(item) {
  return item.type === 'module' ? item.relativeModuleId : `${item.module.relativeModuleId}: ${item.fullName}`;
}

/**
 * @param {unknown} error
 * @returns {string} the first line of its message
 */
function firstLine(error) {
  const message = error && typeof error === 'object' && 'message' in error ? error.message : error;
  return String(message).split('\n', 1)[0] ?? '';
}

/**
 * @param {TestCase} test
 * @returns {NotPassed}
 */
function describeSkip(test) {
  const result = test.result();
  // A group that is skipped as a whole has its reason in its name.
  const inName = /\(SKIPPED: (.*?)\)/.exec(test.fullName)?.[1] ?? 'no reason given';
  const reason = result.state === 'skipped' && result.note ? result.note : inName;
  return { name: nameOf(test), reason };
}
