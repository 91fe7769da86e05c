import type { ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { _electron, type ElectronApplication } from 'playwright';
import { DOUBLE, electronUnderTest, maySandbox } from './electron-under-test.js';
import type { RunningApp } from './running-app.js';

/** Only a fault ever reaches it. */
export const LIMIT_MS = 60_000;

/** A program that does not end by itself within this time has a dialog open, or hangs. */
const ENDS_WITHIN_MS = 20_000;

export interface LaunchRequest {
  readonly args: readonly string[];
  /** False gives Chromium `--no-sandbox`. */
  readonly sandbox?: boolean;
  /** A packed program instead of Electron's own executable. */
  readonly executablePath?: string;
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts the Electron under test with a debugger attached to both of its sides. */
export function launchElectron(request: LaunchRequest): Promise<ElectronApplication> {
  const { args, sandbox = maySandbox, executablePath = electronUnderTest.path, environment = {} } = request;
  return _electron.launch({
    executablePath,
    args: [...args],
    chromiumSandbox: sandbox,
    env: { ...ownEnvironment(), ...environment },
    timeout: LIMIT_MS,
  });
}

/** This process's own; a stray `require('electron')` gets the stand-in, and the stand-in the Node that runs the tests. */
export function ownEnvironment(): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const standIn = { ELECTRON_DOUBLE_NODE: process.execPath, ELECTRON_OVERRIDE_DIST_PATH: dirname(DOUBLE) };
  return { ...Object.fromEntries(own), ...(electronUnderTest.kind === 'stand-in' ? standIn : {}) };
}

/** Ends the program: asks it to and, where that does not help, kills it with all its processes. */
export async function endElectron({ app, process: main }: Pick<RunningApp, 'app' | 'process'>): Promise<void> {
  const closed = app.close().then(
    () => true,
    () => true,
  );
  const isClosed = await Promise.race([closed, setTimeout(ENDS_WITHIN_MS, false, { ref: false })]);
  if (!isClosed) killElectron(main);
}

/** As the system kills a program: without a chance to tidy up. */
export function killElectron(main: ChildProcess): void {
  if (main.pid === undefined || main.exitCode !== null) return;
  try {
    // Playwright starts it as the leader of a process group of its own, except on Windows.
    if (process.platform === 'win32') main.kill('SIGKILL');
    else process.kill(-main.pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
