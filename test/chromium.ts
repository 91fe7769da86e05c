import { existsSync } from 'node:fs';

const PATHS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/**
 * The browser of the tests: the one named by CHROMIUM, or Debian's. Its headless shell is preferred, which starts with a third of
 * the processor time and shows pages in the same way.
 */
export const CHROMIUM = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path)) ?? '/usr/bin/chromium';
