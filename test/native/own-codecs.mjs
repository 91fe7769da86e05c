import { join } from 'node:path';

const built = join(import.meta.dirname, '../../dist/native-build/codecs');

/**
 * What a C or C++ compiler needs, after the sources, to link a program with the very C-Blosc and zlib that are in the
 * add-on, as they were built for it. The machine's own are others and, with other compiler options, slower or faster.
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
