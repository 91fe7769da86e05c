import { existsSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Addon } from './addon.js';
import { NativeError } from './native-error.js';

const fileName = 'bloscpack.node';

let loaded: Addon | undefined;

/** The add-on, loaded at the first call in each thread. Throws NativeError `load-failed`. */
export function addon(): Addon {
  loaded ??= loadAddon();
  return loaded;
}

/**
 * Loads the add-on: only from `file` or the path in the environment variable BLOSCPACK_NATIVE if one of them is set; otherwise from the
 * first of the usual places that works. Throws NativeError `load-failed` with the platform, the
 * reason for each place, and the remedy.
 */
export function loadAddon(file: string | undefined = process.env.BLOSCPACK_NATIVE): Addon {
  const reasons: string[] = [];
  for (const candidate of file ? [file] : usualPlaces(__dirname)) {
    try {
      return open(candidate);
    } catch (error) {
      reasons.push(`${candidate}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new NativeError('load-failed', failureMessage(reasons));
}

/** The usual places of the add-on, relative to the folder of this module: a bundle in dist/, the source in native/, or a packed app. */
function usualPlaces(folder: string): readonly string[] {
  const places = [join(folder, 'native', fileName), join(folder, '..', 'dist', 'native', fileName)];
  const archive = folder.split(sep).indexOf('app.asar');
  if (archive < 0) return places;
  // A library cannot be loaded from an asar archive: the packed app has it beside the archive, in resources/native.
  const resources = dirname(
    folder
      .split(sep)
      .slice(0, archive + 1)
      .join(sep),
  );
  return [join(resources, 'native', fileName)];
}

/**
 * Uses the flags of `require`, not RTLD_DEEPBIND: with it, the add-on would free memory with the C library's allocator that was
 * allocated by another one (Chromium's in Electron on Linux). The codecs do not need it, since their symbols are hidden.
 */
function open(file: string): Addon {
  if (!existsSync(file)) throw new Error('there is no such file');
  const module: { exports: unknown } = { exports: {} };
  process.dlopen(module, file);
  if (!isAddon(module.exports)) throw new Error('the file is a Node add-on, but not this one');
  return module.exports;
}

/** Checks only the names, which distinguish this add-on from others; the tests check the signatures. */
function isAddon(exports: unknown): exports is Addon {
  return typeof exports === 'object' && exports !== null && 'unpackRun' in exports;
}

function failureMessage(reasons: readonly string[]): string {
  const platform = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
  const remedy = 'Run `npm run build` to build it; it needs a C++ compiler and CMake.';
  return [`The native add-on could not be loaded on ${platform}:`, ...reasons.map((it) => `- ${it}`), remedy].join(
    '\n',
  );
}
