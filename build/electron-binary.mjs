import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { announce } from './setup/run.mjs';

/** A download that takes longer is not waited for. */
const MOST_DOWNLOAD_MS = 300_000;

const packageFolder = join(root, 'node_modules/electron');

/**
 * The Electron executable, downloaded when it is not there yet: its package comes without. The package is never required,
 * since that would download at a moment of its own choosing.
 *
 * @returns {{ path: string } | { reason: string }}
 */
export function findElectron() {
  if (!hasDisplay(process.platform, process.env)) return { reason: 'There is no display for a window' };
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return { path: join(override, 'electron') };
  return installed() ?? downloaded() ?? { reason: 'The Electron binary could not be downloaded' };
}

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 */
export function hasDisplay(platform, environment) {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** @returns {{ path: string } | undefined} */
function installed() {
  const pathFile = join(packageFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const path = join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(path) ? { path } : undefined;
}

/** @returns {{ path: string } | undefined} */
function downloaded() {
  announce('downloading Electron');
  spawnSync(process.execPath, [join(packageFolder, 'install.js')], { stdio: 'ignore', timeout: MOST_DOWNLOAD_MS });
  return installed();
}
