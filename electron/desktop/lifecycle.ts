import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { app, protocol } from 'electron';
import { failToStart } from './failures.js';
import { APP_ID, APP_SCHEME, USER_DATA_FOLDER } from './identity.js';
import { LogFile } from './log-file.js';

/** Threads for small reads besides those that process chunks: the window must not wait for a chunk. */
const EXTRA_THREADS = 4;

/** Sizes libuv's pool, which all threads of the process share, before it is first used. */
export function widenThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + EXTRA_THREADS);
}

/**
 * Sets the folder of settings, history and the single-instance lock before anything uses it. Electron would derive the folder
 * from the displayed name, so that a new name would lose the data.
 */
export function placeUserData(): void {
  const given = app.commandLine.getSwitchValue('user-data-dir');
  const folder = given === '' ? join(app.getPath('appData'), USER_DATA_FOLDER) : resolve(given);
  mkdirSync(folder, { recursive: true });
  app.setPath('userData', folder);
}

export function openLog(): LogFile {
  return new LogFile(join(app.getPath('logs'), 'main.log'));
}

/**
 * Makes the settings that Electron accepts only before `ready`. `standard` gives the page an origin and relative URLs;
 * `corsEnabled` stays off, so that no other page can request ours.
 */
export function prepareApp(log: LogFile): void {
  requireSandbox(log);
  app.setAppUserModelId(APP_ID);
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/**
 * Forces the sandbox for every page, unless it was switched off, as in containers and some AppImages: Electron would drop the
 * switch after Chromium has started without a sandbox, and hang.
 */
function requireSandbox(log: LogFile): void {
  if (!app.commandLine.hasSwitch('no-sandbox')) {
    app.enableSandbox();
    return;
  }
  const warning = 'warning: --no-sandbox was given, so pages run without the sandbox of the operating system';
  log.write(warning);
  process.stderr.write(`${warning}\n`);
}

/** Calls `start` when Electron is ready. If that fails, shows the reason and ends the program. */
export function whenReady(start: () => Promise<void>, log: LogFile): void {
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => failToStart(error, log));
}

/** macOS: a click on the program's icon opens its window again. */
export function whenActivated(showWindow: () => void): void {
  app.on('activate', showWindow);
}

/** For a second process, whose files were passed to the first. */
export function leave(): void {
  app.quit();
}
