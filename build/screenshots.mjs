/**
 * Makes the pictures of the README from the running app: `node build/screenshots.mjs`. Serves the app as `blpk serve` does, fills
 * it with generated arrays, and takes screenshots with Chromium. `--out <folder>` writes elsewhere. To look at every screen:
 * `--all --size 1440x900,1100x700,800x600,640x400 --themes light,dark,contrast --out <folder>`; with several sizes the pictures have
 * the size in their names. `--only work,jobs` takes only these groups: `work`, `inspector` and `compare` are those of the README, the
 * others are in `build/screenshots/states`.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { root } from './root.mjs';
import { App, blpk, end, serve, sizeOf } from './screenshots/app.mjs';
import { makeData } from './screenshots/arrays.mjs';
import { takeCompare, takeInspector, takeWork } from './screenshots/readme.mjs';
import { makeSmallFiles } from './screenshots/small-files.mjs';
import { takeComparison } from './screenshots/states/compare.mjs';
import { takeConnection } from './screenshots/states/connection.mjs';
import { takeEmptyPlaces } from './screenshots/states/empty.mjs';
import { takeHome } from './screenshots/states/home.mjs';
import { takeInspectorStates } from './screenshots/states/inspector.mjs';
import { takeJobs } from './screenshots/states/jobs.mjs';
import { takeServers } from './screenshots/states/servers.mjs';

/**
 * @typedef {object} Scene
 * @property {App} app as a new user has it
 * @property {string} data the folder of its files
 * @property {{ child: import('node:child_process').ChildProcess, url: string }} server
 * @property {(port: string) => Promise<Scene['server']>} restart starts the program again, with what it has kept
 */

/** @type {Record<string, (scene: Scene) => Promise<unknown>>} */
const README = {
  work: ({ app }) => takeWork(app),
  inspector: ({ app }) => takeInspector(app),
  compare: ({ app }) => takeCompare(app),
};

/** @type {Record<string, (scene: Scene) => Promise<unknown>>} */
const STATES = {
  empty: ({ app }) => takeEmptyPlaces(app),
  home: ({ app, data }) => takeHome(app, data),
  jobs: ({ app, data }) => takeJobs(app, data),
  files: ({ app }) => takeInspectorStates(app),
  comparison: ({ app }) => takeComparison(app),
  servers: ({ app, data }) => takeServers(app, data),
  connection: async (scene) => {
    scene.server = await takeConnection(scene.app, scene.server, scene.restart);
  },
};

const { values: options } = parseArgs({
  options: {
    size: { type: 'string', default: '1440x900' },
    themes: { type: 'string', default: 'light,dark' },
    only: { type: 'string' },
    all: { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'docs/images') },
    program: { type: 'string', default: join(root, 'dist/blpk.cjs') },
  },
});
const { program } = options;
const pictures = {
  sizes: options.size.split(','),
  themes: options.themes.split(','),
  out: resolve(options.out),
};
const [width, height] = sizeOf(pictures.sizes[0] ?? '');
const groups = options.only?.split(',') ?? [...Object.keys(README), ...(options.all ? Object.keys(STATES) : [])];
const scratch = mkdtempSync(join(tmpdir(), 'screenshots-'));

mkdirSync(pictures.out, { recursive: true });
/** Debian's; the headless shell starts faster and shows pages in the same way. */
const PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path)) ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  for (const [of, makeFiles] of /** @type {const} */ ([
    [README, makeData],
    [STATES, makeSmallFiles],
  ])) {
    const data = join(mkdtempSync(join(scratch, 'home-')), 'data');
    mkdirSync(data);
    const wanted = groups.filter((group) => group in of);
    if (wanted.length > 0) await makeFiles(data, (args) => blpk(program, args));
    for (const group of wanted) await takeGroup(group, of, data);
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * @param {string} group
 * @param {Record<string, (scene: Scene) => Promise<unknown>>} of
 * @param {string} data
 */
async function takeGroup(group, of, data) {
  const dataFolder = mkdtempSync(join(scratch, 'app-'));
  const restart = (/** @type {string} */ port) => serve({ program, root: data, dataFolder, port });
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', locale: 'en-US' });
  context.setDefaultTimeout(60_000);
  const app = new App(await context.newPage(), pictures);
  const scene = { app, data, restart, server: await restart('0') };
  try {
    await app.visit(scene.server.url);
    await of[group]?.(scene);
  } finally {
    await context.close();
    await end(scene.server.child);
  }
}
