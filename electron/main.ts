import { join } from 'node:path';
import { serveApp } from './desktop/app-protocol.js';
import { DesktopStore } from './desktop/desktop-store.js';
import { createDialogs } from './desktop/dialogs.js';
import { createDragOut } from './desktop/drag-out.js';
import { watchProcesses } from './desktop/failures.js';
import { createDesktopHost } from './desktop/host-in-electron.js';
import { registerIpc } from './desktop/ipc.js';
import { claimSingleInstance, receiveOpenedFiles } from './desktop/launch.js';
import {
  leave,
  openLog,
  placeUserData,
  prepareApp,
  whenActivated,
  whenReady,
  widenThreadPool,
} from './desktop/lifecycle.js';
import { lockDownloads, lockNavigation, lockPermissions } from './desktop/lockdown.js';
import { MainWindow } from './desktop/main-window.js';
import { registerMenu } from './desktop/menu.js';
import { createNotifier } from './desktop/notifier.js';
import { PathInbox } from './desktop/path-inbox.js';
import { mayCloseWindow, registerQuit } from './desktop/quit.js';
import type { QuitProtocol } from './desktop/quit-protocol.js';
import { followRecents } from './desktop/recent-documents.js';
import { WindowTheme } from './desktop/theme.js';

// Before the first file access.
widenThreadPool();
placeUserData();
const log = openLog();
const inbox = new PathInbox();
let window: MainWindow | undefined;
const showWindow = () => window?.show();

// First, so that all errors below are logged.
watchProcesses(log);
// Before `ready`: macOS reports the file whose double-click started the program that early.
receiveOpenedFiles(inbox, showWindow);
if (claimSingleInstance(inbox, showWindow)) {
  // Sandbox and scheme can only be set before `ready`.
  prepareApp(log);
  // Before the first page exists.
  lockNavigation(log);
  whenReady(start, log);
} else {
  leave();
}

async function start(): Promise<void> {
  let quit: QuitProtocol | undefined;
  // Before the first page is loaded.
  lockPermissions();
  lockDownloads(log);
  const serveStreams = serveApp(join(__dirname, 'renderer'), log);

  const store = await DesktopStore.open(log);
  const theme = new WindowTheme();
  const main = new MainWindow({
    store,
    theme,
    log,
    onUnresponsive: () => inbox.close(),
    mayClose: () => mayCloseWindow(quit),
  });
  window = main;

  const dialogs = createDialogs(() => main.current(), store);
  const host = await createDesktopHost({ dialogs, notifier: createNotifier(main, log) });
  // As soon as there is a host: every end of the program must close it.
  quit = registerQuit(host, main, store, log);
  host.subscribe((event) => main.send(event));
  serveStreams(host);
  followRecents(host);
  registerIpc(
    host,
    { dragOut: createDragOut(host), listening: () => inbox.open((paths) => host.openPaths(paths)) },
    log,
  );

  // Last: the page and its keys need everything above.
  await registerMenu(host, main, theme, log);
  whenActivated(showWindow);
  main.show();
}
