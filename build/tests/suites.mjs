import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

/**
 * Where tests run. `npm test` runs every folder on the user's own Node, and those that depend on the Node inside
 * Electron there too, if it is another version. A folder that is not listed runs once.
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

/** Pure functions, which load no add-on and keep no state: they run in threads. */
const pure = ['test/shared', 'test/renderer'];

/** Tests with a real S3 server, which starts when the first of them asks for it. */
const withS3Server = ['test/electron/remote/s3'];

/** Tests that replace modules, or change their process for good, have a process of their own. All others share processes. */
const CHANGES_PROCESS = /vi\.mock\(|process\.env\.\w+ = |Object\.defineProperty\(process/;

/** The projects of `vitest.config.ts` whose tests also run on Electron's Node. */
export const bothNodesProjects = ['both-nodes', 'both-nodes-alone'];

const withDom = pure.flatMap((folder) => testsWhose(folder, (text) => text.startsWith('// @vitest-environment')));
const alone = testsWhose('test', (text) => CHANGES_PROCESS.test(text)).filter((path) => !path.startsWith('test/e2e/'));
const aloneOnBoth = alone.filter((path) => isIn(onBothNodes, path));
const aloneOnOne = alone.filter((path) => !isIn([...onBothNodes, ...pure, ...withS3Server], path));

/** The files of each project of `vitest.config.ts`, as globs: each test is in exactly one of them. */
export const projectFiles = {
  'both-nodes': { include: onBothNodes.map(testsIn), exclude: aloneOnBoth },
  'both-nodes-alone': { include: aloneOnBoth, exclude: [] },
  pure: { include: pure.map(testsIn), exclude: withDom },
  dom: { include: withDom, exclude: [] },
  'one-node': {
    include: [testsIn('test')],
    exclude: [
      'test/e2e/**',
      'test/bench/**',
      ...[...onBothNodes, ...pure, ...withS3Server].map(testsIn),
      ...aloneOnOne,
    ],
  },
  'one-node-alone': { include: aloneOnOne, exclude: [] },
  s3: { include: withS3Server.map(testsIn), exclude: [] },
};

/**
 * @param {readonly string[]} folders
 * @param {string} path
 */
function isIn(folders, path) {
  return folders.some((folder) => path.startsWith(`${folder}/`));
}

/** @param {string} folder */
function testsIn(folder) {
  return `${folder}/**/*.test.ts`;
}

/**
 * @param {string} folder
 * @param {(text: string) => boolean} isWanted
 * @returns {string[]} paths of test files
 */
function testsWhose(folder, isWanted) {
  if (!existsSync(join(root, folder))) return [];
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  const tests = names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`);
  return tests.filter((path) => isWanted(readFileSync(join(root, path), 'utf8')));
}
