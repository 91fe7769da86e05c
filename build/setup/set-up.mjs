import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bundles, packageListOf, packageLists } from '../bundles.mjs';
import { root } from '../root.mjs';
import { ensureNativePrerequisites } from './native-prerequisites.mjs';
import { installPackages } from './packages.mjs';
import { announce, mustRun, SetUpError } from './run.mjs';
import { fingerprint, isCurrent, writeStamp } from './stamps.mjs';

/**
 * One output that is built from sources.
 *
 * @typedef {object} BuildStep
 * @property {string} name of its stamp
 * @property {string} doing
 * @property {string} takes how long that may take, for the message
 * @property {readonly string[]} inputs files and folders; the lock file counts for every step
 * @property {(path: string) => boolean} matters which files in those folders count
 * @property {readonly string[]} outputs files that have to exist afterwards
 * @property {() => void} [prepare] runs before the step, if it is needed
 * @property {readonly string[]} script the command line for Node
 */

const sources = ['electron', 'native', 'shared'];

/** @param {string} path */
const isTypeScript = (path) => path.endsWith('.ts') || path.endsWith('/tsconfig.json');

/** In the order they run. @type {readonly BuildStep[]} */
const steps = [
  {
    name: 'native',
    doing: 'building the native add-on',
    takes: 'a minute or two',
    inputs: ['native'],
    matters: (path) => !isTypeScript(path),
    outputs: ['dist/native/bloscpack.node', 'dist/native/LICENSES.txt'],
    prepare: ensureNativePrerequisites,
    script: ['native/build.mjs'],
  },
  {
    name: 'bundles',
    doing: 'bundling the command line and the engine',
    takes: 'some seconds',
    inputs: [
      ...sources,
      'build/bundles.mjs',
      'build/vite.node.mjs',
      'build/launcher.mjs',
      'build/left-out-code.mjs',
      'build/licenses/bundled-packages.mjs',
    ],
    matters: isTypeScript,
    outputs: bundles.flatMap(({ file }) => [`dist/${file}`, `dist/${packageListOf(file)}`]),
    script: ['build/bundle.mjs'],
  },
  {
    name: 'manual',
    doing: 'writing the manual page and the completion scripts',
    takes: 'a moment',
    inputs: [...sources, 'package.json', 'build/manual.mjs'],
    matters: (path) => isTypeScript(path) || path === 'package.json',
    outputs: ['man/blpk.1', 'completion/blpk', 'completion/_blpk', 'completion/blpk.fish'].map((it) => `dist/${it}`),
    script: ['build/manual.mjs'],
  },
  {
    name: 'renderer',
    doing: "bundling the window's page",
    takes: 'some seconds',
    inputs: ['renderer', 'shared', 'build/vite.renderer.mjs', 'build/licenses/bundled-packages.mjs'],
    matters: (path) => !path.endsWith('.test.ts'),
    outputs: ['dist/renderer/index.html', `dist/${packageListOf('renderer')}`],
    script: ['build/bundle-renderer.mjs'],
  },
  {
    name: 'licenses',
    doing: 'collecting the licences',
    takes: 'a moment',
    inputs: ['LICENSE', 'dist/native/LICENSES.txt', ...packageLists, 'build/licenses', 'build/collect-licenses.mjs'],
    matters: () => true,
    outputs: ['dist/LICENSES.txt', 'dist/renderer/licenses.txt'],
    script: ['build/collect-licenses.mjs'],
  },
  {
    name: 'types',
    doing: "writing the engine's type declarations",
    takes: 'some seconds',
    inputs: [...sources, 'tsconfig.base.json'],
    matters: isTypeScript,
    outputs: ['dist/types/electron/engine/index.d.ts'],
    script: ['node_modules/typescript/bin/tsc', '-b', 'electron'],
  },
];

/**
 * Brings packages and builds up to date: silent, and well below a second, when they are.
 *
 * @returns {boolean} false after a failure, which has been reported on standard error
 */
export function setUp() {
  try {
    installPackages();
    steps.forEach(bringUpToDate);
    return true;
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error;
    console.error(error.message);
    return false;
  }
}

/** @param {BuildStep} step */
function bringUpToDate({ name, doing, takes, inputs, matters, outputs, prepare, script }) {
  const stampPath = join(root, 'dist/.stamps', name);
  const outputPaths = outputs.map((output) => join(root, output));
  const wanted = fingerprint(root, [...inputs, 'package-lock.json'], matters);
  if (isCurrent(stampPath, wanted, outputPaths)) return;
  prepare?.();
  announce(`${doing} (${takes})`);
  mustRun(doing, process.execPath, script);
  const missing = outputPaths.find((path) => !existsSync(path));
  if (missing) throw new SetUpError(`${doing} reported success but did not write ${missing}.`);
  writeStamp(stampPath, wanted);
}
