import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The app in a real browser and on the stand-in Electron; one file after the other, for they measure how fluid it is. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // As in vitest.config.ts.
    env: process.env.E2E_REAL ? {} : { ELECTRON_OVERRIDE_DIST_PATH: join(import.meta.dirname, 'test/electron/double') },
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 30_000,
    retry: 0,
    // `npm test -- <filter>` may mean tests of the other configuration only.
    passWithNoTests: true,
  },
});
