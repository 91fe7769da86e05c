import { existsSync } from 'node:fs';
import type { LaunchOptions } from 'playwright';

const BROWSER = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Says in the tests' own list why they did not run. */
export const browserNote = existsSync(BROWSER) ? '' : ` (SKIPPED: there is no ${BROWSER})`;

/** How long anything in the page is waited for, in milliseconds: so long that only a fault lets it pass. */
export const patienceMs = 60_000;

export const browserOptions: LaunchOptions = {
  executablePath: BROWSER,
  timeout: patienceMs,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
