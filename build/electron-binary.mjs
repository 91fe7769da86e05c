import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DownloadError, downloadElectron } from './electron-download.mjs';
import { root } from './root.mjs';

const packageFolder = join(root, 'node_modules/electron');

/**
 * The Electron executable, downloaded if it is missing: its package does not contain it. The package is never required,
 * because requiring it would start a download.
 *
 * @returns {Promise<{ path: string } | { reason: string }>} the reason is one or more lines for the user
 */
export async function findElectron() {
  if (!hasDisplay(process.platform, process.env)) return { reason: 'There is no display for a window' };
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return executableIn(override) ?? { reason: `ELECTRON_OVERRIDE_DIST_PATH has no Electron: ${override}` };
  try {
    return installed() ?? (await downloaded());
  } catch (error) {
    if (error instanceof DownloadError) return { reason: error.message };
    throw error;
  }
}

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 */
export function hasDisplay(platform, environment) {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * @param {string} folder of an unpacked Electron
 * @returns {{ path: string } | undefined}
 */
export function executableIn(folder) {
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  const path = names.map((name) => join(folder, name)).find((it) => existsSync(it));
  return path === undefined ? undefined : { path };
}

/** `path.txt` is written last, so an interrupted installation does not have it. */
function installed() {
  const { version } = manifest();
  const marks = ['path.txt', 'dist/version'].map((name) => join(packageFolder, name));
  if (!marks.every((mark) => existsSync(mark))) return undefined;
  const found = readFileSync(join(packageFolder, 'dist/version'), 'utf8').trim().replace(/^v/, '');
  return found === version ? executableIn(join(packageFolder, 'dist')) : undefined;
}

async function downloaded() {
  await downloadElectron(packageFolder, manifest().version);
  return installed() ?? { reason: 'The downloaded Electron is incomplete; `npm start` tries again' };
}

/** @returns {{ version: string }} */
function manifest() {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
}
