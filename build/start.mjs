/**
 * `npm start`: set-up, then the desktop app. Where Electron cannot be had, it is said why and the app opens in a browser,
 * served by `blpk serve`. Arguments are handed on: files to open, and switches of Chromium.
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
