import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongFilesFirst } from './build/tests/long-files-first.mjs';
import { projectFiles } from './build/tests/suites.mjs';

/** Threads that keep what they loaded, for tests that leave nothing behind. */
const shared = { pool: 'threads', isolate: false } as const;

/** An S3 server, which starts when the first test asks for it. */
const withServer = { globalSetup: ['test/electron/remote/s3/shared-server.ts'] };

export default defineConfig(({ mode }) => ({
  test: {
    setupFiles: ['test/setup.ts'],
    // A stray `require('electron')` would try to download it: the stand-in answers instead, unless the real one is meant.
    env: process.env.E2E_REAL ? {} : { ELECTRON_OVERRIDE_DIST_PATH: join(import.meta.dirname, 'test/electron/double') },
    // A process for each file: an add-on that crashes takes one file with it, and what a test loads stays its own.
    pool: 'forks',
    // Two more than there are processors: tests wait for programs, browsers and files.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongFilesFirst },
    // Limits that only a fault reaches: no test is about time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000, interval: 20 } },
    retry: 0,
    // `npm test -- <filter>` may mean tests of the other configuration only.
    passWithNoTests: true,
    projects: Object.entries(projectFiles)
      .filter(([, { include }]) => include.length > 0)
      .map(
        ([name, files]): TestProjectInlineConfiguration => ({
          extends: true,
          test: {
            name,
            mode,
            ...files,
            ...(name === 'pure' ? shared : {}),
            ...(name === 'one-node' ? withServer : {}),
          },
        }),
      ),
  },
}));
