import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { stopS3Server } from './stop-s3-server.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the S3 server of this run is, as soon as the first test has started it. */
    readonly s3Folder: string;
  }
}

/** One S3 server for all test files of a run: starting it takes longer than all of their tests. */
export function setup(project: TestProject): () => Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'bloscpack-s3-'));
  const folder = join(parent, 'server');
  project.provide('s3Folder', folder);
  return async () => {
    for (const started of existsSync(folder) ? readdirSync(folder) : []) await stopS3Server(join(folder, started));
    await stopS3Server(parent);
  };
}
