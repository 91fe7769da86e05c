import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** The readers and writers of all formats of arrays, which programs leave to a thread or load at their first use. */
const FORMATS = ['electron/exchange'];

/** Small jobs of the command line: what users call most, and the definitions of all other commands. */
const COMMANDS = [
  ['--version'],
  ['help', '--man'],
  ['compress', 'in', 'in.blp'],
  ['decompress', 'in.blp', 'out'],
  ['info', 'in.blp'],
  ['verify', 'in.blp'],
];

/** A round trip and a read, for scripts that do little else. */
const ROUND_TRIP = `(async ({ packFileToFile, unpackFileFromFile, Container }) => {
  await packFileToFile('in', 'in.blp');
  await unpackFileFromFile('in.blp', 'out');
  const container = await Container.open('in.blp');
  await container.readBytes(0, 8);
  await container.close();
})`;

/**
 * The programs and libraries made from the sources, with all their packages inside: each one CommonJS file in `dist/`, or parts in a folder
 * there and a file that loads them. Adding one is one entry here.
 *
 * `without`: folders of which it holds no code, because it would start later with it. `jobs`: for what starts often. It is in parts then,
 * which are loaded when they are used, from code that V8 compiled at build time for these jobs: lists of arguments for Node, for a path of
 * the bundle, in a folder with a file `in`. `waits`: for a thread that does one thing at a time, whose calls on files wait
 * (`electron/engine/io/waiting-files.ts`).
 *
 * @typedef {object} Bundle
 * @property {string} entry
 * @property {string} file
 * @property {boolean} [executable]
 * @property {string} [target]
 * @property {readonly string[]} [without]
 * @property {boolean} [waits]
 * @property {(path: string) => readonly (readonly string[])[]} [jobs]
 */

/** @type {readonly Bundle[]} */
const allBundles = [
  {
    entry: 'electron/cli/blpk.ts',
    file: 'blpk.cjs',
    executable: true,
    jobs: (path) => COMMANDS.map((args) => [path, ...args]),
  },
  {
    entry: 'electron/engine/index.ts',
    file: 'engine.cjs',
    jobs: (path) => [['-e', `${ROUND_TRIP}(require(${JSON.stringify(path)}))`]],
  },
  { entry: 'electron/cli/serve-program.ts', file: 'serve.cjs', without: FORMATS },
  { entry: 'electron/exchange/exchange-program.ts', file: 'exchange.cjs' },
  { entry: 'electron/remote/open-remote.ts', file: 'remote.cjs' },
  { entry: 'electron/remote/s3/open-s3.ts', file: 's3.cjs' },
  { entry: 'electron/inspect/inspect-worker.ts', file: 'inspect.cjs' },
  { entry: 'electron/jobs/run/job-worker.ts', file: 'worker.cjs', waits: true },
  { entry: 'electron/bench/codecs/session/compare-worker.ts', file: 'compare.cjs' },
  { entry: 'electron/bench/formats/formats-worker.ts', file: 'contenders.cjs' },
  { entry: 'electron/main.ts', file: 'main.cjs', without: FORMATS },
  { entry: 'electron/preload.ts', file: 'preload.cjs', target: 'chrome154' },
];

/** The bundles whose entry exists. */
export const bundles = allBundles.filter(({ entry }) => existsSync(join(root, entry)));

/**
 * Where a bundle's packages are listed, relative to the folder of the bundles.
 *
 * @param {string} bundle
 */
export const packageListOf = (bundle) => `licenses/${bundle}.json`;

/** The lists of all bundles and of the page, relative to the root. */
export const packageLists = [...bundles.map(({ file }) => file), 'renderer'].map(
  (name) => `dist/${packageListOf(name)}`,
);
