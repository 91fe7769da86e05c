import { join } from 'node:path';
import { app } from 'electron';
import { createHost, type Host } from '../host/host.js';
import type { Dialogs, Notifier, Shell } from '../host/host-ports.js';

export interface DesktopPorts {
  readonly dialogs: Dialogs;
  readonly shell: Shell;
  readonly notifier: Notifier;
}

/** The host with the desktop's ports. Every path it needs is worked out here: its worker threads know nothing of Electron. */
export function createDesktopHost(ports: DesktopPorts): Promise<Host> {
  return createHost({
    ...ports,
    dataFolder: app.getPath('userData'),
    version: app.getVersion(),
    hostKind: 'electron',
    workerFile: join(__dirname, 'worker.cjs'),
    inspectFile: join(__dirname, 'inspect.cjs'),
    compareFile: join(__dirname, 'compare.cjs'),
    contendersFile: join(__dirname, 'contenders.cjs'),
    nativeFile: join(nativeFolder(), 'bloscpack.node'),
  });
}

/** Packed programs keep the add-on beside the archive: one inside would be copied to a temporary file to be loaded. */
function nativeFolder(): string {
  return app.isPackaged ? join(process.resourcesPath, 'native') : join(__dirname, 'native');
}
