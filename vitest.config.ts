import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongFilesFirst } from './build/tests/long-files-first.mjs';
import './build/tests/no-extra-certificates.mjs';
import { projectFiles } from './build/tests/suites.mjs';

/** Where the tests of a project run, if not each file in a process of its own. */
const places: Readonly<Record<string, TestProjectInlineConfiguration['test']>> = {
  pure: { pool: 'threads', isolate: false },
  // Processes that keep what they loaded: to load the engine takes longer than many of its tests.
  'both-nodes': { isolate: false },
  'one-node': { isolate: false },
  // The first of them waits for the server, which may need several attempts.
  s3: { globalSetup: ['test/electron/remote/s3/shared-server.ts'], hookTimeout: 900_000 },
};

export default defineConfig(({ mode }) => ({
  test: {
    setupFiles: ['test/setup.ts'],
    // A stray `require('electron')` would try to download it: the stand-in answers instead, unless the real one is meant.
    env: process.env.E2E_REAL ? {} : { ELECTRON_OVERRIDE_DIST_PATH: join(import.meta.dirname, 'test/electron/double') },
    // Processes: an add-on that crashes takes a few files with it, not the run.
    pool: 'forks',
    unstubEnvs: true,
    unstubGlobals: true,
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
            ...places[name],
          },
        }),
      ),
  },
}));
