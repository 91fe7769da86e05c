import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** The readers and writers of all formats of arrays, which programs leave to a thread or load at their first use. */
const FORMATS = ['electron/exchange'];

/**
 * The programs and libraries made from the sources: each one CommonJS file in `dist/`, with all its packages inside.
 * Adding one is one line here.
 *
 * `without`: folders of which it holds no code, because it would start later with it.
 *
 * @typedef {{ entry: string, file: string, executable?: boolean, target?: string, without?: readonly string[] }} Bundle
 * @type {readonly Bundle[]}
 */
const allBundles = [
  { entry: 'electron/cli/blpk.ts', file: 'blpk.cjs', executable: true },
  { entry: 'electron/engine/index.ts', file: 'engine.cjs' },
  { entry: 'electron/cli/serve-program.ts', file: 'serve.cjs', without: FORMATS },
  { entry: 'electron/exchange/exchange-program.ts', file: 'exchange.cjs' },
  { entry: 'electron/remote/open-remote.ts', file: 'remote.cjs' },
  { entry: 'electron/remote/s3/open-s3.ts', file: 's3.cjs' },
  { entry: 'electron/inspect/inspect-worker.ts', file: 'inspect.cjs' },
  { entry: 'electron/jobs/run/job-worker.ts', file: 'worker.cjs' },
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
