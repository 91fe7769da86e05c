import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startWebHost, type WebHost } from '../../../electron/web/http-server.js';
import { scratchFolder } from '../../scratch-folder.js';
import { compareFile, contendersFile, inspectFile, workerFile } from '../host/open-host.js';

export interface OpenWebHost {
  readonly host: WebHost;
  readonly token: string;
  /** `http://127.0.0.1:1234`, which is also its origin. */
  readonly origin: string;
  /** The root. */
  readonly folder: string;
  readonly dataFolder: string;
  /** The folder of files that were dropped into the page. */
  readonly uploadFolder: string;
}

/**
 * A web host with a page of two files, closed at the end of the running test. Two hosts with the same `scratch` folder have the
 * same root and the same data folder.
 */
export async function openWebHost(scratch = scratchFolder()): Promise<OpenWebHost> {
  const [folder, dataFolder, pageFolder] = ['root', 'data', 'page'].map((name) => join(scratch, name)) as [
    string,
    string,
    string,
  ]; // as many as there are names
  for (const path of [folder, pageFolder]) mkdirSync(path, { recursive: true });
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(scratch, 'secret'), 'secret');
  const host = await startWebHost({
    roots: [folder],
    dataFolder,
    pageFolder,
    workerFile,
    inspectFile,
    compareFile,
    contendersFile,
    version: '0.0.0',
  });
  onTestFinished(() => host.close());
  const { origin, hash } = new URL(host.url);
  const [ofRoots = ''] = readdirSync(join(dataFolder, 'roots'));
  const uploadFolder = join(dataFolder, 'roots', ofRoots, 'uploads');
  return { host, origin, token: hash.slice('#token='.length), folder, dataFolder, uploadFolder };
}
