import type { ShuffleName } from '../format/codecs.js';
import { ArgumentError } from '../format/errors.js';
import type { Setting } from './setting.js';

const FILTERS = { none: 'blosc.NOSHUFFLE', byte: 'blosc.SHUFFLE', bit: 'blosc.BITSHUFFLE' } as const satisfies Record<
  ShuffleName,
  string
>;

/**
 * A script for the reference implementation that compresses a file with a setting; `.npy` files as arrays, `itemsize` being
 * theirs. What the reference cannot do stands in a comment. ArgumentError for plain copy.
 */
export function pythonSnippet(setting: Setting, file: string, packed = `${file}.blp`, itemsize = 1): string {
  const { codec, shuffle, level, chunkSizeBytes, blocksizeBytes, typesize, threads } = setting;
  if (codec === 'copy') throw new ArgumentError('a plain copy needs no script: keep the file as it is');
  const isArray = file.endsWith('.npy');
  // The reference refuses chunks that cut an item in two.
  const chunkSize = isArray ? Math.max(itemsize, chunkSizeBytes - (chunkSizeBytes % itemsize)) : chunkSizeBytes;
  const lines = [
    'import blosc',
    'import bloscpack as bp',
    ...(isArray ? ['import numpy as np'] : []),
    '',
    `blosc.set_nthreads(${threads})`,
    ...(blocksizeBytes > 0 ? [`blosc.set_blocksize(${blocksizeBytes})`] : []),
    ...(isArray ? [`array = np.load(${pythonText(file)})`] : []),
    `bp.${isArray ? 'pack_ndarray_to_file' : 'pack_file_to_file'}(`,
    `    ${isArray ? 'array' : pythonText(file)},`,
    `    ${pythonText(packed)},`,
    `    chunk_size=${chunkSize},`,
    `    blosc_args=bp.BloscArgs(typesize=${typesize}, clevel=${level}, shuffle=${FILTERS[shuffle]}, cname='${codec}'),`,
    ')',
  ];
  return `${lines.join('\n')}\n`;
}

/** A Python string literal. JSON's escapes are Python's too, but for surrogates outside pairs, which no path has. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
