import { app } from 'electron';
import type { Host } from '../host/host.js';
import type { DesktopStore } from './desktop-store.js';
import { askBeforeQuit } from './dialogs.js';
import type { LogFile } from './log-file.js';
import type { MainWindow } from './main-window.js';
import { QuitProtocol } from './quit-protocol.js';

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Every request to quit uses the quit protocol; the system's signals quit without a question. */
export function registerQuit(host: Host, window: MainWindow, store: DesktopStore, log: LogFile): QuitProtocol {
  const protocol = new QuitProtocol({
    activeJobs: () => host.activeJobs,
    ask: (isFinishing) => askBeforeQuit(window.current(), host.activeJobs, isFinishing),
    close: async (how) => {
      await host.close(how);
      window.rememberPlace();
      await store.settled();
    },
    quit: () => app.quit(),
  });
  const logged = (ending: Promise<void>) => {
    ending.catch((error: unknown) => log.write('quitting failed', error));
  };
  app.on('before-quit', (event) => {
    if (protocol.isOver) return;
    event.preventDefault();
    logged(protocol.request());
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  for (const signal of signals) process.on(signal, () => logged(protocol.terminate()));
  return protocol;
}

/**
 * Whether the window may close. If closing it ends the program, quitting is requested while the window is open, because the
 * user may choose to stay.
 */
export function mayCloseWindow(protocol: Pick<QuitProtocol, 'isOver'> | undefined): boolean {
  if (protocol === undefined || protocol.isOver || process.platform === 'darwin') return true;
  app.quit();
  return false;
}
