import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongFilesFirst } from './build/tests/long-files-first.mjs';
import './build/tests/no-extra-certificates.mjs';

/** The app in a real browser, which all files share, and on the stand-in Electron. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/global-setup.ts'],
    setupFiles: ['test/setup.ts'],
    // As in vitest.config.ts.
    env: process.env.E2E_REAL ? {} : { ELECTRON_OVERRIDE_DIST_PATH: join(import.meta.dirname, 'test/electron/double') },
    pool: 'forks',
    // Browser tests wait for most of their time.
    maxWorkers: 2 * availableParallelism(),
    sequence: { sequencer: LongFilesFirst },
    // Only a fault reaches these, however busy the machine is.
    expect: { poll: { timeout: 60_000, interval: 20 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    retry: 0,
    // `npm test -- <filter>` may mean tests of the other configuration only.
    passWithNoTests: true,
  },
});
