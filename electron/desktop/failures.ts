import { app, type BrowserWindow, dialog } from 'electron';
import { APP_NAME, PROBLEM_URL } from './identity.js';
import type { LogFile } from './log-file.js';

/** When the page crashes, cannot be loaded or hangs, shows the problem page or offers to reload. */
export function watchWindow(window: BrowserWindow, log: LogFile): void {
  const { webContents } = window;
  const showProblem = () => {
    // Only once: the problem page may fail for the same reason.
    if (window.isDestroyed() || webContents.getURL() === PROBLEM_URL) return;
    window.loadURL(PROBLEM_URL).catch((error: unknown) => log.write('could not show the problem page', error));
    window.show();
  };
  webContents.on('preload-error', (_event, path, error) => {
    log.write(`preload script ${path}`, error);
    showProblem();
  });
  let isReloading = false;
  webContents.on('render-process-gone', (_event, details) => {
    log.write(isReloading ? 'the page was ended to be reloaded' : 'the process of the page ended', details);
    if (details.reason !== 'clean-exit' && !isReloading) showProblem();
    isReloading = false;
  });
  webContents.on('did-finish-load', () => {
    isReloading = false;
  });
  webContents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    log.write(`could not load ${url}`, `${code} ${description}`);
    // -3: aborted by another load.
    if (isMainFrame && code !== -3) showProblem();
  });
  window.on('unresponsive', () => {
    log.write('the page does not answer');
    offerReload(window, () => {
      isReloading = true;
    }).catch((error: unknown) => log.write('could not ask about the page', error));
  });
}

/** A page that hangs cannot be reloaded: its process is ended first. */
async function offerReload(window: BrowserWindow, beforeCrash: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The window does not answer',
    detail: 'Running jobs continue in the background either way.',
    buttons: ['Wait', 'Reload the window'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response !== 1 || window.isDestroyed()) return;
  beforeCrash();
  window.webContents.forcefullyCrashRenderer();
  window.webContents.reload();
}

/** Logs errors of all processes of the program, and shows the user those of this one. */
export function watchProcesses(log: LogFile): void {
  let isShowing = false;
  const report = (what: string, error: unknown) => {
    log.write(what, error);
    if (isShowing || !app.isReady()) return;
    isShowing = true;
    showError(error, log).finally(() => {
      isShowing = false;
    });
  };
  process.on('uncaughtException', (error) => report('uncaught exception', error));
  process.on('unhandledRejection', (error) => report('unhandled rejection', error));
  app.on('child-process-gone', (_event, details) => log.write('a process ended', details));
}

async function showError(error: unknown, log: LogFile): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await dialog
    .showMessageBox({
      type: 'error',
      title: APP_NAME,
      message: 'An internal error occurred; the program tries to continue',
      detail: `${message}\n\nSee the log for details: ${log.path}`,
      buttons: ['OK'],
    })
    .catch((failure: unknown) => log.write('could not show the error', failure));
}

/** Shows why the program cannot start, and ends it. */
export function failToStart(error: unknown, log: LogFile): void {
  log.write('could not start', error);
  const message = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(`${APP_NAME} could not start`, `${message}\n\nSee the log for details: ${log.path}`);
  app.exit(1);
}
