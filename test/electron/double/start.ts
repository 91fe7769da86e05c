import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { BrowserWindowConstructorOptions } from 'electron';
import { StandInApp } from './app.js';
import { StandInBrowserWindow, type WindowWorld } from './browser-window.js';
import { type RunningChromium, startChromium } from './chromium.js';
import { parseCommandLine } from './command-line.js';
import { StandInIpcMain } from './ipc-main.js';
import { lacking, preventable } from './lacking.js';
import { Schemes } from './schemes.js';
import * as system from './system.js';

const ELECTRON_VERSION = '45.4.1';

/** Runs the app that the arguments name, as the Electron executable would: its main file first, then `ready`. */
export async function startElectron(args: readonly string[]): Promise<void> {
  const commandLine = parseCommandLine(args);
  const entry = mainFile(resolve(commandLine.app));
  const userDataFolder = resolve(commandLine.userDataFolder ?? mkdtempSync(join(tmpdir(), 'electron-stand-in-')));
  pretendToBeElectron(args);
  let chromium: RunningChromium | undefined;
  const windows = new Set<StandInBrowserWindow>();
  const app = new StandInApp({
    folder: dirname(entry.manifest),
    args,
    userDataFolder,
    windows,
    close: async () => chromium?.close(),
  });
  const schemes = new Schemes(() => app.isReady());
  const ipcMain = new StandInIpcMain();
  provideElectron({
    app,
    ipcMain,
    protocol: schemes,
    ...windowClasses(app, {
      schemes,
      windows,
      context: () => {
        if (chromium === undefined) throw new Error('Cannot create BrowserWindow before app is ready');
        return chromium.context;
      },
      deliver: (event, message) => ipcMain.deliver(event, message),
      opened: (window) => announce(app, window),
      allClosed: () => endWithLastWindow(app),
    }),
  });
  createRequire(entry.file)(entry.file);
  if (app.ending) return;
  await schemes.listen();
  chromium = await startChromium(userDataFolder);
  app.becomeReady();
}

function mainFile(path: string): { readonly file: string; readonly manifest: string } {
  const folder = statSync(path).isDirectory() ? path : dirname(path);
  const manifest = join(folder, 'package.json');
  if (folder !== path) return { file: path, manifest };
  const { main } = JSON.parse(readFileSync(manifest, 'utf8'));
  return { file: join(folder, main), manifest };
}

function pretendToBeElectron(args: readonly string[]): void {
  const resourcesPath = join(tmpdir(), 'electron-stand-in', 'resources');
  Object.defineProperty(process.versions, 'electron', { value: ELECTRON_VERSION, enumerable: true });
  Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath });
  process.argv.splice(0, process.argv.length, 'electron', ...args);
}

/** Puts the substitute where `require('electron')` looks. Everything that is not in it throws. */
function provideElectron(parts: Readonly<Record<string, object>>): void {
  const { StandInMenu, StandInMenuItem, StandInNativeTheme, StandInNotification, ...objects } = system;
  const all: Record<string, object> = { ...objects, ...parts, nativeTheme: new StandInNativeTheme() };
  const guarded = Object.entries(all).map(([name, part]) => [
    name,
    typeof part === 'function' ? part : lacking(name, part),
  ]);
  const classes = { Menu: StandInMenu, MenuItem: StandInMenuItem, Notification: StandInNotification };
  const electron = lacking('electron', { ...Object.fromEntries(guarded), ...classes });
  // Node's own hook for what `require` loads; it has no type.
  const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return ['electron', 'electron/main', 'electron/common'].includes(request)
      ? electron
      : load.call(this, request, ...rest);
  };
}

function windowClasses(app: StandInApp, world: WindowWorld): Readonly<Record<string, object>> {
  class BrowserWindow extends StandInBrowserWindow {
    constructor(options: BrowserWindowConstructorOptions = {}) {
      if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
      super(options, world);
    }

    static getAllWindows(): StandInBrowserWindow[] {
      return [...world.windows];
    }

    static fromWebContents(contents: unknown): StandInBrowserWindow | undefined {
      return [...world.windows].find((window) => window.webContents === contents);
    }
  }
  // Playwright asks for the contents of a page; there is one window at a time.
  const webContents = {
    fromDevToolsTargetId: () => [...world.windows][0]?.webContents,
    getAllWebContents: () => [...world.windows].map((window) => window.webContents),
  };
  return { BrowserWindow, webContents };
}

function announce(app: StandInApp, window: StandInBrowserWindow): void {
  app.emit('web-contents-created', preventable({}), window.webContents);
  app.emit('browser-window-created', preventable({}), window);
}

function endWithLastWindow(app: StandInApp): void {
  if (app.listenerCount('window-all-closed') === 0) app.quit();
  else app.emit('window-all-closed');
}
