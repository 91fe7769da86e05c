import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { announce, run } from './setup/run.mjs';

/** The download is aborted if the server sends nothing for this long. */
const MAX_SILENCE_MS = 60_000;

/** Electron could not be downloaded; the message says why, and what can be done. */
export class DownloadError extends Error {}

/**
 * The part of `@electron/get` that is used here; its archive goes into a cache that it shares with Electron's installer.
 *
 * @typedef {{ transferred: number, total: number | null }} Progress
 * @typedef {{ downloadArtifact(details: object): Promise<string> }} ElectronGet
 */

/**
 * Downloads and unpacks the binary for its package, and prints the progress on standard error.
 *
 * @param {string} packageFolder of the package `electron`
 * @param {string} version
 * @throws {DownloadError}
 */
export async function downloadElectron(packageFolder, version) {
  announce(`downloading Electron ${version}, about 120 MiB, once`);
  // The architecture of this Node, for which the add-on is built; on Apple's machines that of the machine may differ.
  const { ELECTRON_INSTALL_PLATFORM: platform = process.platform, ELECTRON_INSTALL_ARCH: arch = process.arch } =
    process.env;
  try {
    await download(packageFolder, { version, platform, arch });
  } catch (error) {
    throw new DownloadError(`Electron could not be downloaded: ${reasonOf(error)}\n${remedies()}`);
  }
  announce('unpacking Electron');
  const env = { ...process.env, ELECTRON_INSTALL_PLATFORM: platform, ELECTRON_INSTALL_ARCH: arch };
  const { ok, output } = run(process.execPath, [join(packageFolder, 'install.js')], { env });
  if (!ok) throw new DownloadError(`Electron could not be unpacked: ${firstLine(output)}`);
}

/**
 * @param {string} packageFolder
 * @param {{ version: string, platform: string, arch: string }} what
 */
async function download(packageFolder, what) {
  const { downloadArtifact } = await loadElectronGet(packageFolder);
  const silence = new AbortController();
  const abort = () => silence.abort(new Error(`nothing was received for ${MAX_SILENCE_MS / 1000} seconds`));
  const timer = setTimeout(abort, MAX_SILENCE_MS);
  const show = progressOn(process.stderr);
  /** @param {Progress} progress */
  const getProgressCallback = async (progress) => {
    timer.refresh();
    show(progress);
  };
  try {
    // The same request as that of Electron's own installer, so that both share the archive in the cache.
    await downloadArtifact({
      ...what,
      artifactName: 'electron',
      cacheRoot: process.env.electron_config_cache,
      force: process.env.force_no_cache === 'true',
      checksums: usesRemoteChecksums() ? undefined : readJson(join(packageFolder, 'checksums.json')),
      downloadOptions: { quiet: true, signal: silence.signal, getProgressCallback },
    });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Electron's own copy. It reads the proxy variables only if enabled, and only when it is loaded.
 *
 * @param {string} packageFolder
 * @returns {Promise<ElectronGet>}
 */
async function loadElectronGet(packageFolder) {
  if (hasProxy(process.env)) process.env.ELECTRON_GET_USE_PROXY ??= '1';
  const path = createRequire(join(packageFolder, 'package.json')).resolve('@electron/get');
  return import(pathToFileURL(path).href);
}

/** @param {NodeJS.ProcessEnv} environment */
function hasProxy(environment) {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => Boolean(environment[name]));
}

function usesRemoteChecksums() {
  const { electron_use_remote_checksums: own, npm_config_electron_use_remote_checksums: ofNpm } = process.env;
  return Boolean(own || ofNpm);
}

/**
 * One line that changes on a terminal, elsewhere a line for every tenth.
 *
 * @param {{ isTTY?: boolean, write(text: string): unknown }} output
 * @returns {(progress: Progress) => void}
 */
export function progressOn(output) {
  let shown = -1;
  return ({ transferred, total }) => {
    if (!total) return;
    const percent = Math.floor((100 * transferred) / total);
    const step = output.isTTY ? percent : percent - (percent % 10);
    if (step <= shown) return;
    shown = step;
    const text = `setup: ${String(step).padStart(3)} % of ${(total / 2 ** 20).toFixed(0)} MiB`;
    output.write(output.isTTY ? `\r${text}${step === 100 ? '\n' : ''}` : `${text}\n`);
  };
}

/**
 * @param {unknown} error the message of errors of `fetch` is "fetch failed"; only their cause says why
 * @returns {string}
 */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? reasonOf(inner) : firstLine(error.message || String(error));
}

function remedies() {
  return [
    '  HTTPS_PROXY=http://host:port   goes through a proxy; NO_PROXY names the hosts that it is not for',
    '  ELECTRON_MIRROR=https://…/     downloads it from a mirror of https://github.com/electron/electron/releases/download/',
    '  ELECTRON_OVERRIDE_DIST_PATH=…  uses an unpacked Electron in that folder',
    '  With one of these set, or with a connection, `npm start` tries again',
  ].join('\n');
}

/**
 * @param {string} text
 * @returns {string}
 */
function firstLine(text) {
  return text.trim().split('\n')[0] ?? '';
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
