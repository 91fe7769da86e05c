import type { ShuffleName } from '../format/codecs.js';
import type { Compression } from './compression.js';

const FILTERS = { none: 'blosc.NOSHUFFLE', byte: 'blosc.SHUFFLE', bit: 'blosc.BITSHUFFLE' } as const satisfies Record<
  ShuffleName,
  string
>;

/** What the script compresses. */
export interface PackScript {
  readonly compression: Compression | undefined;
  /** A statement that sets `array`; undefined where the file is compressed as plain bytes. */
  readonly loadLines: readonly string[] | undefined;
  readonly sourcePath: string;
  readonly targetPath: string;
  /** Bytes of an item of the array; 1 for plain bytes. */
  readonly itemsize: number;
  /** Threads for each chunk; Blosc's own choice where absent. */
  readonly threads?: number;
}

/** A script for the reference implementation (bloscpack on python-blosc) that does the same compression. */
export function packScript({ compression, loadLines, sourcePath, targetPath, itemsize, threads }: PackScript): string {
  const blosc = [
    ...(threads === undefined ? [] : [`blosc.set_nthreads(${threads})`]),
    ...(compression !== undefined && compression.blocksizeBytes > 0
      ? [`blosc.set_blocksize(${compression.blocksizeBytes})`]
      : []),
  ];
  return joined([
    'import blosc',
    'import bloscpack as bp',
    ...(loadLines ? ['import numpy as np'] : []),
    '',
    ...[...blosc, ...(loadLines ?? [])],
    ...(blosc.length > 0 || loadLines ? [''] : []),
    `bp.${loadLines ? 'pack_ndarray_to_file' : 'pack_file_to_file'}(`,
    `    ${loadLines ? 'array' : pythonText(sourcePath)},`,
    `    ${pythonText(targetPath)},`,
    ...(compression ? argumentLines(compression, itemsize) : []),
    ')',
  ]);
}

/** Rounds the chunk size down to whole items, as the engine does: the reference refuses other sizes. */
function argumentLines(compression: Compression, itemsize: number): readonly string[] {
  const { chunkSizeBytes, checksum, offsets } = compression;
  const chunkSize = Math.max(itemsize, chunkSizeBytes - (chunkSizeBytes % itemsize));
  const bloscpack = [
    ...(offsets === undefined ? [] : [`offsets=${offsets ? 'True' : 'False'}`]),
    ...(checksum === undefined ? [] : [`checksum='${checksum}'`]),
  ];
  return [
    `    chunk_size=${chunkSize},`,
    `    blosc_args=${bloscArguments(compression)},`,
    ...(bloscpack.length === 0 ? [] : [`    bloscpack_args=bp.BloscpackArgs(${bloscpack.join(', ')}),`]),
  ];
}

/** `bp.BloscArgs(...)`. */
export function bloscArguments({ codec, clevel, shuffle, typesize }: Compression): string {
  const words = [
    ...(typesize === undefined ? [] : [`typesize=${typesize}`]),
    `clevel=${clevel}`,
    `shuffle=${FILTERS[shuffle]}`,
    `cname='${codec}'`,
  ];
  return `bp.BloscArgs(${words.join(', ')})`;
}

/** The statement that loads a numpy array: of a `.npy` file, or a member of a `.npz` archive. */
export function loadLine(path: string, member?: string): string {
  return `array = np.load(${pythonText(path)})${member === undefined ? '' : `[${pythonText(member)}]`}`;
}

/** A Python string literal. JSON and Python have the same escapes, except for unpaired surrogates, which no path has. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}

/** The text of a script, with an end of line after each line. */
export function joined(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
