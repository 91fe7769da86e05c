import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHost, type Host } from '../../../electron/host/host.js';
import type { HostPorts } from '../../../electron/host/host-ports.js';
import { scratchFolder } from '../../scratch-folder.js';

export const workerFile = join(import.meta.dirname, '../../../dist/worker.cjs');

export const inspectFile = join(import.meta.dirname, '../../../dist/inspect.cjs');
export const compareFile = join(import.meta.dirname, '../../../dist/compare.cjs');
export const contendersFile = join(import.meta.dirname, '../../../dist/contenders.cjs');

if (!existsSync(workerFile)) throw new Error(`${workerFile} is missing: run \`npm run build\` first`);

export interface OpenHost {
  readonly host: Host;
  /** The folder for files of the test. */
  readonly folder: string;
  readonly dataFolder: string;
}

/** A host with temporary folders, closed at the end of the running test. */
export async function openHost(ports: Partial<HostPorts> = {}): Promise<OpenHost> {
  const scratch = scratchFolder();
  const folder = join(scratch, 'files');
  const dataFolder = ports.dataFolder ?? join(scratch, 'data');
  mkdirSync(folder, { recursive: true });
  const host = await createHost({
    version: '0.0.0',
    hostKind: 'electron',
    workerFile,
    inspectFile,
    compareFile,
    contendersFile,
    ...ports,
    dataFolder,
  });
  onTestFinished(() => host.close('cancel'));
  return { host, folder, dataFolder };
}
