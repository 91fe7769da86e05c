import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const built = join(import.meta.dirname, '../../dist/native-build/codecs');

/**
 * The compiler arguments, after the sources, for linking a program with the C-Blosc and zlib of the add-on. Those of the
 * machine have other versions and compiler options, so that they are slower or faster.
 *
 * @type {readonly string[]}
 */
export const ownCodecs = [
  `-I${join(built, 'include')}`,
  join(built, 'libcodecs.a'),
  // Snappy is written in C++.
  ...(process.platform === 'darwin' ? ['-lc++'] : ['-lstdc++']),
  '-lm',
  '-lpthread',
];

/**
 * The compiler arguments with which the core of the add-on finds the headers of zstd's own, among the sources of the codecs.
 *
 * @type {readonly string[]}
 */
export const zstdHeaders = foldersIn(join(built, 'sources'))
  .flatMap(foldersIn)
  .filter((folder) => /[\\/]zstd-[\d.]+$/.test(folder))
  .map((folder) => `-I${join(folder, 'lib')}`);

/** @param {string} folder */
function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}
