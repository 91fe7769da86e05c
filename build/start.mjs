/**
 * `npm start`: set-up, then the desktop app. Without Electron, it prints why and opens the app in a browser,
 * served by `blpk serve`. Arguments are passed on: files to open, and switches of Chromium.
 */
import './setup/node-version.mjs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { setUp } from './setup/set-up.mjs';
import { runInForeground, startApp } from './start-app.mjs';

process.exitCode = setUp() ? await startApp(process.argv.slice(2), openInBrowser) : 1;

/** @returns {Promise<number>} exit status */
async function openInBrowser() {
  const { code } = await runInForeground(process.execPath, [join(root, 'dist/blpk.cjs'), 'serve']);
  return code ?? 1;
}
