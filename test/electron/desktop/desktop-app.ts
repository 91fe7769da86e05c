import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { vi } from 'vitest';
import { electronUnderTest, root } from '../real/electron-under-test.js';
import { type LaunchRequest, LIMIT_MS, launchElectron } from '../real/launch-electron.js';
import type { RunningApp } from '../real/running-app.js';

/** The reason in the test's name why it did not run. */
export const desktopNote = electronUnderTest.absent ? ` (SKIPPED: ${electronUnderTest.absent})` : '';

export const dist = join(root, 'dist');

/** A minimal page instead of the renderer: it shows what it received over the bridge. */
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

/** One installation of the program and one user, deleted by `remove`. */
export interface Installation {
  readonly folder: string;
  readonly userData: string;
  launch(args?: readonly string[], options?: LaunchOptions): Promise<RunningApp>;
  remove(): void;
}

export interface LaunchOptions extends Pick<LaunchRequest, 'sandbox' | 'environment'> {
  /** If undefined, the program chooses the folder of its data. */
  readonly userData?: false;
}

/**
 * Installs the built bundles as an app, with the small page or, with `renderer: 'built'`, the real one.
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
    launch: (args = [], { userData: own, ...options } = {}) => {
      const user = own === false ? [] : [`--user-data-dir=${userData}`];
      return runningApp(launchElectron({ args: [...user, program, ...args], ...options }));
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }),
  };
}

/** The files of the program besides its page. */
const BUILT = ['main', 'preload', 'worker', 'inspect', 'compare', 'contenders']
  .map((name) => `${name}.cjs`)
  .concat('native');

/** Bundles are copied, because they find the other files by `__dirname`. */
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

/** The program after its page has loaded. */
export async function runningApp(launching: Promise<ElectronApplication>): Promise<RunningApp> {
  const app = await launching;
  // Playwright's own limit of 30 s is reached on a busy machine.
  app.context().setDefaultTimeout(LIMIT_MS);
  const page = await app.firstWindow({ timeout: LIMIT_MS });
  await untilStarted(page);
  const logPath = await app.evaluate(({ app: electronApp }) => electronApp.getPath('logs'));
  return { app, page, process: app.process(), log: () => readText(join(logPath, 'main.log')) };
}

/**
 * Waits until a window shows the program's page. Not by `waitForURL`, which fails when the window's first, empty page
 * is replaced at that time.
 */
export async function untilStarted(page: Page): Promise<void> {
  await vi.waitUntil(() => /index\.html$/.test(page.url()), { timeout: LIMIT_MS });
  await page.waitForLoadState();
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
