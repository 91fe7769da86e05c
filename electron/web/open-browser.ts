import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A program and how it opens an address. */
export interface Opener {
  readonly program: string;
  readonly args: readonly string[];
  readonly shows: 'app window' | 'browser';
}

/** Browsers with an app mode: a window without address bar, in which the page looks like a program. */
const APP_MODE_BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'chrome',
  'msedge',
];

/** macOS and Windows have programs outside the search path. */
const OTHER_PLACES: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** What opens any address in the user's own browser. */
const PLAIN_OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { linux: 'xdg-open', darwin: 'open' };

export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const THIS_DESKTOP: Desktop = { platform: process.platform, environment: process.env };

/** The best way to open a page on this machine; undefined without a screen or browser, as over ssh. */
export async function findOpener(url: string, desktop = THIS_DESKTOP): Promise<Opener | undefined> {
  if (!hasScreen(desktop)) return undefined;
  const { platform, environment } = desktop;
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const suffix = platform === 'win32' ? '.exe' : '';
  const inPath = (name: string): readonly string[] => folders.map((folder) => join(folder, `${name}${suffix}`));
  const browser = await firstExecutable([...APP_MODE_BROWSERS.flatMap(inPath), ...(OTHER_PLACES[platform] ?? [])]);
  if (browser) return { program: browser, args: [`--app=${url}`], shows: 'app window' };
  const plain = PLAIN_OPENERS[platform];
  const program = plain && (await firstExecutable(inPath(plain)));
  return program ? { program, args: [url], shows: 'browser' } : undefined;
}

/** Starts the browser, detached from this process; false when it could not be started. */
export function openBrowser({ program, args }: Opener): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

function hasScreen({ platform, environment }: Desktop): boolean {
  if (platform !== 'linux') return environment.SSH_CONNECTION === undefined;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
