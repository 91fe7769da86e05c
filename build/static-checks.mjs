import { cxxFormat } from './cxx-format.mjs';
import { runBeside } from './setup/run.mjs';

/**
 * Checks that do not run the code.
 *
 * @typedef {{ name: string, command: string, args: readonly string[], skip?: string }} StaticCheck `skip` is a reason
 */

/** @returns {readonly StaticCheck[]} */
function listChecks() {
  return [
    nodeCheck('import table', ['build/check-imports.mjs']),
    nodeCheck('paths', ['build/check-paths.mjs']),
    nodeCheck('lint and format', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']),
    { name: 'C++ format', ...cxxFormat(['--dry-run', '-Werror']) },
    nodeCheck('types', ['node_modules/typescript/bin/tsc', '-b']),
  ];
}

/**
 * Runs all checks beside each other, to the end of each; prints a line for each and the whole output of those that fail.
 *
 * @returns {Promise<string[]>} the names of those that failed
 */
export async function runStaticChecks() {
  const checks = listChecks();
  const passed = await Promise.all(checks.map(passes));
  return checks.filter((_check, index) => !passed[index]).map(({ name }) => name);
}

/**
 * @param {StaticCheck} check
 * @returns {Promise<boolean>}
 */
async function passes({ name, command, args, skip }) {
  if (skip) {
    console.log(`check: ${name}: SKIPPED (${skip})`);
    return true;
  }
  const { ok, output } = await runBeside(command, args);
  console.log(`check: ${name}: ${ok ? 'ok' : `FAILED\n${output}`}`);
  return ok;
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 * @returns {StaticCheck}
 */
function nodeCheck(name, args) {
  return { name, command: process.execPath, args };
}
