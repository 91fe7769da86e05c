import { execFile, spawnSync } from 'node:child_process';
import { root } from '../root.mjs';

const maxOutputBytes = 64 * 1024 * 1024;

/** Set-up cannot continue; the message says what happened and what to do. */
export class SetUpError extends Error {}

/**
 * Runs a command at the root of the checkout and keeps what it prints.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean, input?: string }} [options]
 * @returns {{ ok: boolean, output: string }} standard output and error, one after the other; `ok` is exit status 0
 */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: maxOutputBytes, ...options });
  const output = `${result.stdout ?? ''}${result.stderr ?? ''}`;
  return { ok: result.status === 0, output: result.error ? `${output}${result.error.message}\n` : output };
}

/**
 * Like `run`, without waiting for it before the next one is started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function runBeside(command, args) {
  const options = { cwd: root, maxBuffer: maxOutputBytes };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      resolve({ ok: !error, output: error && output === '' ? `${error.message}\n` : output });
    });
  });
}

/**
 * Like `run`, for a command that has to succeed.
 *
 * @param {string} doing what the command is for, as in "building the native add-on"
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @throws {SetUpError} with everything the command printed
 */
export function mustRun(doing, command, args, options) {
  const { ok, output } = run(command, args, options);
  if (!ok) throw new SetUpError(`${doing} failed: ${[command, ...args].join(' ')}\n${output}`);
}

/**
 * Prints one line about a step of set-up. On standard error: standard output belongs to the program that is started later.
 *
 * @param {string} doing
 */
export function announce(doing) {
  console.error(`setup: ${doing}`);
}
