import { spawn } from 'node:child_process';
import { findElectron } from './electron-binary.mjs';
import { describeEnding, explainEnding } from './electron-ending.mjs';
import { root } from './root.mjs';

/** @typedef {import('./electron-ending.mjs').Ending} Ending */

/** If Electron fails within this time, it has not shown a window. */
const STARTED_AFTER_MS = 5000;

const stopSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Starts the app on Electron. If there is no Electron or it does not start, prints why on standard output and calls `instead`.
 *
 * @param {readonly string[]} args files to open and switches of Chromium
 * @param {() => Promise<number>} instead
 * @returns {Promise<number>} exit status
 */
export async function startApp(args, instead) {
  const electron = await findElectron();
  if ('reason' in electron) return startInstead(electron.reason, instead);
  const startedMs = Date.now();
  const { wasStopped, ...ending } = await runInForeground(electron.path, [root, ...args]);
  if (ending.code === 0 || wasStopped) return ending.code ?? 0;
  if (Date.now() - startedMs > STARTED_AFTER_MS) {
    if (ending.signal) console.error(describeEnding(ending));
    return ending.code ?? 1;
  }
  const isRoot = process.getuid?.() === 0;
  return startInstead(
    explainEnding(ending, { platform: process.platform, isRoot, executable: electron.path }),
    instead,
  );
}

/**
 * @param {string} reason
 * @param {() => Promise<number>} instead
 */
function startInstead(reason, instead) {
  console.log(
    reason.includes('\n')
      ? `${reason}\nOpening the app in a browser instead.`
      : `${reason}: opening the app in a browser instead.`,
  );
  return instead();
}

/**
 * Runs a program in the foreground: it gets the terminal's Ctrl+C directly, and this process's other signals.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<Ending & { wasStopped: boolean }>} `wasStopped` when this process got a signal to end
 */
export function runInForeground(command, args) {
  let wasStopped = false;
  /** @param {NodeJS.Signals} signal */
  const stop = (signal) => {
    wasStopped = true;
    if (signal !== 'SIGINT') child.kill('SIGTERM');
  };
  // Before the child is started: a signal that ended this process would leave it running.
  for (const signal of stopSignals) process.on(signal, stop);
  const child = spawn(command, args, { stdio: 'inherit' });
  return new Promise((resolve) => {
    /** @param {Ending} ending */
    const end = (ending) => {
      for (const signal of stopSignals) process.off(signal, stop);
      resolve({ ...ending, wasStopped });
    };
    child.once('error', (error) => {
      console.error(error.message);
      end({ code: 1, signal: null });
    });
    child.once('exit', (code, signal) => end({ code, signal }));
  });
}
