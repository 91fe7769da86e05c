import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { app, protocol } from 'electron';
import { APP_ID, APP_SCHEME } from './identity.js';
import { LogFile } from './log-file.js';
import { failToStart } from './window-trouble.js';

/** For files and heads, beside the threads that work on chunks: the window must not wait for a chunk. */
const EXTRA_THREADS = 4;

/** Sizes libuv's pool, which all threads of the process share, before it is first used. */
export function widenThreadPool(): void {
  process.env.UV_THREADPOOL_SIZE ??= String(availableParallelism() + EXTRA_THREADS);
}

export function openLog(): LogFile {
  return new LogFile(join(app.getPath('logs'), 'main.log'));
}

/**
 * What Electron takes only before it is ready. `standard` gives the page an origin and relative URLs; `corsEnabled` stays
 * off, so that no other page can ask for ours.
 */
export function prepareApp(): void {
  app.enableSandbox();
  app.setAppUserModelId(APP_ID);
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Starts when Electron is ready. A start that fails ends the program, with a reason. */
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

/** For a second start, which has handed over what it had. */
export function leave(): void {
  app.quit();
}
