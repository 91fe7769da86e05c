import { existsSync } from 'node:fs';
import type { LaunchOptions } from 'playwright';
import { CHROMIUM } from '../chromium.js';

/** Part of the test titles that says why they did not run. */
export const browserNote = existsSync(CHROMIUM) ? '' : ` (SKIPPED: there is no ${CHROMIUM})`;

/** The time limit of waits in the page, in milliseconds: long enough that only a fault reaches it. */
export const patienceMs = 60_000;

export const browserOptions: LaunchOptions = {
  executablePath: CHROMIUM,
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
