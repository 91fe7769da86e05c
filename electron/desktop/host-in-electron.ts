import { join } from 'node:path';
import { app, shell } from 'electron';
import { createHost, type Host } from '../host/host.js';
import type { Dialogs, Notifier } from '../host/host-ports.js';

export interface DesktopPorts {
  readonly dialogs: Dialogs;
  readonly notifier: Notifier;
}

/** The host with the desktop's ports. All its paths are resolved here: its worker threads have no access to Electron. */
export function createDesktopHost(ports: DesktopPorts): Promise<Host> {
  return createHost({
    ...ports,
    shell: { reveal: (path) => shell.showItemInFolder(path), trash: (path) => shell.trashItem(path) },
    dataFolder: app.getPath('userData'),
    version: app.getVersion(),
    hostKind: 'electron',
    // The window shows this program's own page, to the user of this machine.
    allowsPrivateAddresses: true,
    workerFile: join(__dirname, 'worker.cjs'),
    inspectFile: join(__dirname, 'inspect.cjs'),
    compareFile: join(__dirname, 'compare.cjs'),
    contendersFile: join(__dirname, 'contenders.cjs'),
    nativeFile: join(nativeFolder(), 'bloscpack.node'),
  });
}

/** A packaged program keeps the add-on beside the archive: inside, it would be copied to a temporary file to be loaded. */
function nativeFolder(): string {
  return app.isPackaged ? join(process.resourcesPath, 'native') : join(__dirname, 'native');
}
