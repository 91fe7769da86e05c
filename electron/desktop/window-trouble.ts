import { app, type BrowserWindow, dialog } from 'electron';
import { APP_NAME, PROBLEM_URL } from './identity.js';
import type { LogFile } from './log-file.js';

/** Sees to it that a window never stays blank or frozen without a word: it shows the problem page, or asks. */
export function watchWindow(window: BrowserWindow, log: LogFile): void {
  const { webContents } = window;
  const showProblem = () => {
    // Once is enough: the problem page may fail for the same reason.
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
    log.write(isReloading ? 'the page was ended, to be loaded again' : 'the page is gone', details);
    if (details.reason !== 'clean-exit' && !isReloading) showProblem();
    isReloading = false;
  });
  webContents.on('did-finish-load', () => {
    isReloading = false;
  });
  webContents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    log.write(`could not load ${url}`, `${code} ${description}`);
    // -3: given up on purpose, for another load.
    if (isMainFrame && code !== -3) showProblem();
  });
  window.on('unresponsive', () => {
    log.write('the page does not answer');
    offerReload(window, () => {
      isReloading = true;
    }).catch((error: unknown) => log.write('could not ask about the page', error));
  });
}

/** A hung page does not notice that it is to be loaded again: its process has to go first. */
async function offerReload(window: BrowserWindow, beforeCrash: () => void): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'The window does not answer',
    detail: 'Running jobs go on in the background either way.',
    buttons: ['Wait', 'Reload the window'],
    defaultId: 0,
    cancelId: 0,
  });
  if (response !== 1 || window.isDestroyed()) return;
  beforeCrash();
  window.webContents.forcefullyCrashRenderer();
  window.webContents.reload();
}

/** Writes down what goes wrong in any of the program's processes, and tells the user what concerns this one. */
export function watchProcesses(log: LogFile): void {
  let isTelling = false;
  const report = (what: string, error: unknown) => {
    log.write(what, error);
    if (isTelling || !app.isReady()) return;
    isTelling = true;
    tell(error, log).finally(() => {
      isTelling = false;
    });
  };
  process.on('uncaughtException', (error) => report('uncaught exception', error));
  process.on('unhandledRejection', (error) => report('unhandled rejection', error));
  app.on('child-process-gone', (_event, details) => log.write('a process is gone', details));
}

async function tell(error: unknown, log: LogFile): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  await dialog
    .showMessageBox({
      type: 'error',
      title: APP_NAME,
      message: 'The program made a mistake and tries to go on',
      detail: `${message}\n\nThe log says more: ${log.path}`,
      buttons: ['OK'],
    })
    .catch((failure: unknown) => log.write('could not tell about it', failure));
}

/** The program cannot start: says so and ends. */
export function failToStart(error: unknown, log: LogFile): void {
  log.write('could not start', error);
  const message = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox(`${APP_NAME} could not start`, `${message}\n\nThe log says more: ${log.path}`);
  app.exit(1);
}
