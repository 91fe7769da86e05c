/**
 * `npm start`: set-up, then the desktop app. Where Electron cannot be had, one line says why and the app opens in a browser,
 * served by `blpk serve`. Arguments are handed on: files to open.
 */
import './setup/node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findElectron } from './electron-binary.mjs';
import { root } from './root.mjs';
import { setUp } from './setup/set-up.mjs';

/** Electron that ends badly within this time did not get as far as a window. */
const STARTED_AFTER_MS = 5000;

process.exitCode = setUp() ? await start(process.argv.slice(2)) : 1;

/**
 * @param {readonly string[]} files
 * @returns {Promise<number>} exit status
 */
async function start(files) {
  const electron = findElectron();
  if ('reason' in electron) return openInBrowser(electron.reason);
  const startedMs = Date.now();
  const status = await run(electron.path, [root, ...files]);
  if (status === 0 || Date.now() - startedMs > STARTED_AFTER_MS) return status;
  return openInBrowser('Electron does not start here');
}

/**
 * @param {string} reason
 * @returns {Promise<number>}
 */
function openInBrowser(reason) {
  console.log(`${reason}: opening the app in a browser instead.`);
  return run(process.execPath, [join(root, 'dist/blpk.cjs'), 'serve']);
}

/**
 * Runs a program in the foreground: it gets the terminal's Ctrl+C itself.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
function run(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' });
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (code) => {
      process.off('SIGTERM', stop);
      resolve(code ?? 1);
    });
  });
}
