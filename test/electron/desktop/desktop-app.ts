import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { vi } from 'vitest';
import { CHROMIUM } from '../double/chromium.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The stand-in's executable. */
export const DOUBLE = join(root, 'test/electron/double/electron');

/** The real Electron, when the tests are to run on it: `E2E_REAL=1`, with its binary installed. */
export const realElectron = process.env.E2E_REAL === '1' ? findRealElectron() : undefined;

/** Root cannot have the sandbox: a real Electron refuses to start. */
export const canSandbox = realElectron === undefined || process.getuid?.() !== 0;

/** Says in the tests' own list why some did not run. */
export const desktopNote = existsSync(realElectron ?? CHROMIUM) ? '' : ` (SKIPPED: there is no ${CHROMIUM})`;

export const dist = join(root, 'dist');

/** How long a test waits for a thing at most. */
const MOST_WAIT_MS = 60_000;

/** A page as small as can be, in place of the renderer: it shows what came over the bridge. */
const testPage: Readonly<Record<string, string>> = {
  'index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test page</title>
<script type="module" src="./page.js"></script><main><a href="https://example.com/">away</a>
<button>copy</button></main></html>`,
  'page.js': `globalThis.events = [];
bloscpack.subscribe((event) => events.push(event));
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  bloscpack.admit([...event.dataTransfer.files]).then((result) => { globalThis.admitted = result; });
});
document.title = 'Ready';
`,
};

/** One installation of the program and one user, gone with `remove`. */
export interface Installation {
  readonly folder: string;
  readonly userData: string;
  launch(args?: readonly string[], options?: LaunchOptions): Promise<RunningApp>;
  remove(): void;
}

export interface LaunchOptions {
  /** Whether Chromium's own sandbox is wanted, which Playwright else turns off on Linux; it is unless a spec is about that. */
  readonly sandbox?: boolean;
  /** Without it the program chooses by itself where its data are. */
  readonly userData?: false;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the program wrote to its log. */
  log(): string;
}

/**
 * The built bundles as an app of their own, with the small page or, with `renderer: 'built'`, the real one.
 */
export function install(options: { readonly renderer?: 'small' | 'built' } = {}): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'desktop-'));
  const userData = join(folder, 'user');
  const program = join(folder, 'program');
  mkdirSync(userData);
  mkdirSync(program);
  writeFileSync(join(program, 'package.json'), JSON.stringify({ name: 'studio', version: '9.8.7', main: 'main.cjs' }));
  for (const name of BUILT) copyOrLink(name, program);
  if (options.renderer === 'built') symlinkSync(join(dist, 'renderer'), join(program, 'renderer'));
  else writeSmallPage(join(program, 'renderer'));
  return {
    folder,
    userData,
    launch: (args = [], { userData: own, ...options } = {}) =>
      launch([...(own === false ? [] : [`--user-data-dir=${userData}`]), program, ...args], options),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }),
  };
}

/** What the program is made of beside its page. */
const BUILT = ['main', 'preload', 'worker', 'inspect', 'compare', 'contenders']
  .map((name) => `${name}.cjs`)
  .concat('native');

/** Bundles are copied, for they tell by `__dirname` where the rest is. */
function copyOrLink(name: string, program: string): void {
  const source = join(dist, name);
  if (!existsSync(source)) throw new Error(`${source} is missing: run 'npm run build' first.`);
  if (name.endsWith('.cjs')) writeFileSync(join(program, name), readFileSync(source));
  else symlinkSync(source, join(program, name));
}

function writeSmallPage(folder: string): void {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(testPage)) writeFileSync(join(folder, name), text);
}

async function launch(
  args: readonly string[],
  { sandbox = canSandbox, environment = {} }: LaunchOptions,
): Promise<RunningApp> {
  const app = await _electron.launch({
    executablePath: realElectron ?? DOUBLE,
    args: [...args],
    chromiumSandbox: sandbox,
    env: {
      ...definedEnvironment(),
      ELECTRON_DOUBLE_NODE: process.execPath,
      ELECTRON_OVERRIDE_DIST_PATH: dirname(DOUBLE),
      ...environment,
    },
    timeout: MOST_WAIT_MS,
  });
  // Only a fault takes that long, however busy the machine is.
  app.context().setDefaultTimeout(MOST_WAIT_MS);
  app.context().setDefaultNavigationTimeout(MOST_WAIT_MS);
  const page = await app.firstWindow({ timeout: MOST_WAIT_MS });
  await untilStarted(page);
  const logPath = await app.evaluate(({ app: electronApp }) => electronApp.getPath('logs'));
  return { app, page, log: () => readText(join(logPath, 'main.log')) };
}

/**
 * Waits until a window shows the program's page. Not by `waitForURL`, which fails when the empty page that a window begins as
 * gives way to it just then.
 */
export async function untilStarted(page: Page): Promise<void> {
  await vi.waitUntil(() => /index\.html$/.test(page.url()), { timeout: MOST_WAIT_MS });
  await page.waitForLoadState();
}

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function findRealElectron(): string | undefined {
  const pathFile = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return undefined;
  return join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
}
