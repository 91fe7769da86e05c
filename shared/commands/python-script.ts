import type { ShuffleName } from '../format/codecs.js';
import type { Compression } from './compression.js';

const FILTERS = { none: 'blosc.NOSHUFFLE', byte: 'blosc.SHUFFLE', bit: 'blosc.BITSHUFFLE' } as const satisfies Record<
  ShuffleName,
  string
>;

/** What the script compresses. */
export interface PackScript {
  readonly compression: Compression | undefined;
  /** Statements that set what `loads` says; undefined where the file is compressed as plain bytes. */
  readonly loadLines: readonly string[] | undefined;
  /** `array` (default), or `data` and `metadata`: bytes and what is stored with them. */
  readonly loads?: 'array' | 'bytes';
  readonly sourcePath: string;
  readonly targetPath: string;
  /** Bytes of an item of the array; 1 for plain bytes. */
  readonly itemsize: number;
  /** Threads for each chunk; Blosc's own choice where absent. */
  readonly threads?: number;
}

/** A script for the reference implementation (bloscpack on python-blosc) that does the same compression. */
export function packScript(script: PackScript): string {
  const { compression, loadLines, sourcePath, targetPath, itemsize, threads } = script;
  const call = callOf(script);
  const blosc = [
    ...(threads === undefined ? [] : [`blosc.set_nthreads(${threads})`]),
    ...(compression !== undefined && compression.blocksizeBytes > 0
      ? [`blosc.set_blocksize(${compression.blocksizeBytes})`]
      : []),
  ];
  return joined([
    'import blosc',
    'import bloscpack as bp',
    ...(loadLines?.some((line) => line.includes('np.')) ? ['import numpy as np'] : []),
    ...(call === 'array as bytes' ? ['from bloscpack.numpy_io import PlainNumpySource'] : []),
    '',
    ...[...blosc, ...(loadLines ?? [])],
    ...(blosc.length > 0 || loadLines ? [''] : []),
    ...CALLS[call](pythonText(sourcePath)),
    `    ${pythonText(targetPath)},`,
    ...(compression ? argumentLines(compression, itemsize) : []),
    ...(call === 'bytes' ? ['    metadata=metadata,'] : []),
    ...(call === 'array as bytes' ? ['    metadata=PlainNumpySource(array).metadata,'] : []),
    ')',
  ]);
}

/** The first lines of the call, up to its first argument. */
const CALLS = {
  file: (path: string) => ['bp.pack_file_to_file(', `    ${path},`],
  bytes: () => ['bp.pack_bytes_to_file(', '    data,'],
  array: () => ['bp.pack_ndarray_to_file(', '    array,'],
  'array as bytes': () => [
    "# pack_ndarray_to_file ignores the typesize and refuses items of more than 255 bytes: the array's bytes are packed instead.",
    'bp.pack_bytes_to_file(',
    "    array.tobytes(order='A'),",
  ],
} as const;

/** The reference gives arrays the typesize of their items, whatever is asked for. */
function callOf({ loadLines, loads, compression, itemsize }: PackScript): keyof typeof CALLS {
  if (!loadLines) return 'file';
  if (loads === 'bytes') return 'bytes';
  const typesize = compression?.typesize ?? itemsize;
  return typesize === itemsize && itemsize <= MAX_TYPESIZE ? 'array' : 'array as bytes';
}

const MAX_TYPESIZE = 255;

/** Rounds the chunk size down to whole items, as the engine does: the reference refuses other sizes. */
function argumentLines(compression: Compression, itemsize: number): readonly string[] {
  const { chunkSizeBytes, checksum, offsets, appendable } = compression;
  const chunkSize = Math.max(itemsize, chunkSizeBytes - (chunkSizeBytes % itemsize));
  const bloscpack = [
    ...(offsets === undefined ? [] : [`offsets=${offsets ? 'True' : 'False'}`]),
    ...(checksum === undefined ? [] : [`checksum='${checksum}'`]),
    ...(appendable === false && offsets !== false ? ['max_app_chunks=0'] : []),
  ];
  return [
    `    chunk_size=${chunkSize},`,
    `    blosc_args=${bloscArguments(itemsize > MAX_TYPESIZE ? { typesize: 1, ...compression } : compression)},`,
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
