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
