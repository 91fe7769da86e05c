import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

/**
 * Where tests run. `npm test` runs every folder on the user's own Node, and those that depend on the Node inside
 * Electron there too, if it is another version. A folder that is not listed runs once, a process for each file.
 */

/** Code that runs inside Electron, and code that depends on Node's threads, files and native interface. */
const onBothNodes = [
  'test/native',
  'test/electron/engine/io',
  'test/electron/engine/arrays',
  'test/electron/engine/container',
  'test/electron/engine/pack',
  'test/electron/engine/verify',
  'test/electron/inspect',
  'test/electron/jobs',
  'test/electron/host',
  'test/electron/bench/formats',
  'test/electron/threads',
  'test/electron/desktop',
];

/** Pure functions, which load no add-on and keep no state: they run in threads that are reused, in a third of the time. */
const pure = ['test/shared', 'test/renderer'];

/** The name of the project in `vitest.config.ts` whose tests also run on Electron's Node. */
export const bothNodesProject = 'both-nodes';

/** The files of each project of `vitest.config.ts`, as globs: each test is in exactly one of them. */
export const projectFiles = {
  [bothNodesProject]: { include: onBothNodes.map(testsIn), exclude: [] },
  pure: { include: pure.map(testsIn), exclude: pure.flatMap(testsWithDom) },
  dom: { include: pure.flatMap(testsWithDom), exclude: [] },
  'one-node': {
    include: [testsIn('test')],
    exclude: ['test/e2e/**', 'test/bench/**', ...[...onBothNodes, ...pure].map(testsIn)],
  },
};

/** @param {string} folder */
function testsIn(folder) {
  return `${folder}/**/*.test.ts`;
}

/**
 * Tests with a DOM run in separate processes, because modules that were loaded with one DOM must not be used with the next.
 *
 * @param {string} folder
 * @returns {string[]} files
 */
function testsWithDom(folder) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const tests = names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  return tests.filter((path) => readFileSync(join(root, path), 'utf8').startsWith('// @vitest-environment'));
}
