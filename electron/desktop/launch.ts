import { app } from 'electron';
import { z } from 'zod';
import { filesFromArgv, type Launch } from './argv.js';
import type { PathInbox } from './path-inbox.js';

const launchSchema = z.object({
  argv: z.array(z.string()).max(100_000),
  cwd: z.string(),
  defaultApp: z.boolean(),
});

/**
 * Makes this process the only one of its user: true when it is. Otherwise the first process has received our command line and
 * this one can exit.
 *
 * The command line is sent as additional data, because Chromium reorders and extends the `argv` that it passes on.
 */
export function claimSingleInstance(inbox: PathInbox, showWindow: () => void): boolean {
  const own: Launch = { argv: process.argv, cwd: process.cwd(), defaultApp: process.defaultApp === true };
  if (!app.requestSingleInstanceLock({ ...own })) return false;
  inbox.add(filesFromArgv(own));
  app.on('second-instance', (_event, argv, cwd, additionalData) => {
    const handed = launchSchema.safeParse(additionalData);
    inbox.add(filesFromArgv(handed.success ? handed.data : { argv, cwd, defaultApp: own.defaultApp }));
    showWindow();
  });
  return true;
}

/** macOS passes files by an event, which is emitted before `ready` when a double-click starts the program. */
export function receiveOpenedFiles(inbox: PathInbox, showWindow: () => void): void {
  app.on('open-file', (event, path) => {
    event.preventDefault();
    inbox.add([path]);
    if (app.isReady()) showWindow();
  });
}
