import type { JobSpec } from './job-spec.js';
import type { SourceFacts } from './messages.js';

/** The same work as a script for the reference implementation. What it cannot do stands in a comment. */
export function pythonSnippet(spec: JobSpec, source?: SourceFacts): string {
  const lines = spec.action === 'compress' ? packLines(spec, source) : unpackLines(spec, source);
  return `${lines.join('\n')}\n`;
}

function packLines(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const load = loadArray(spec, source);
  const [importLines, call] = load
    ? [['import blosc', 'import bloscpack as bp', 'import numpy as np', '', ...load, ''], 'pack_ndarray_to_file']
    : [['import blosc', 'import bloscpack as bp', ''], 'pack_file_to_file'];
  return [
    ...importLines,
    ...blocksizeNote(spec),
    `bp.${call}(`,
    `    ${load ? 'array' : pythonText(spec.sourcePath)},`,
    `    ${pythonText(spec.targetPath)},`,
    ...argumentLines(spec, load ? (source?.itemsize ?? 1) : 1),
    ')',
  ];
}

/** How to get at the array; undefined for plain bytes. */
function loadArray(spec: JobSpec, source: SourceFacts | undefined): readonly string[] | undefined {
  const path = pythonText(spec.sourcePath);
  if (spec.member !== undefined) return [`array = np.load(${path})[${pythonText(spec.member)}]`];
  if (spec.raw) return rawLines(spec.raw, path);
  const isNpy = source ? source.kind === 'npy' : spec.sourcePath.endsWith('.npy');
  return isNpy ? [`array = np.load(${path})`] : undefined;
}

function rawLines({ descr, skipBytes, shape, order }: NonNullable<JobSpec['raw']>, path: string): readonly string[] {
  const dtype = /^\s*[[('"]/.test(descr) ? descr : pythonText(descr);
  const dimensions = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  return [
    `array = np.fromfile(${path}, dtype=np.dtype(${dtype}), offset=${skipBytes})`,
    `array = array.reshape(${dimensions}, order='${order}')`,
  ];
}

/** The reference refuses chunks that cut an item in two; the engine rounds down, and so does this. */
function argumentLines({ options }: JobSpec, itemsize: number): readonly string[] {
  if (!options) return [];
  const { codec, clevel, shuffle, typesize, chunkSizeBytes, checksum, offsets } = options;
  const chunkSize = Math.max(itemsize, chunkSizeBytes - (chunkSizeBytes % itemsize));
  const filters = { none: 'blosc.NOSHUFFLE', byte: 'blosc.SHUFFLE', bit: 'blosc.BITSHUFFLE' } as const;
  const blosc = [
    ...(typesize === undefined ? [] : [`typesize=${typesize}`]),
    `clevel=${clevel}`,
    `shuffle=${filters[shuffle]}`,
    `cname='${codec}'`,
  ];
  return [
    `    chunk_size=${chunkSize},`,
    `    blosc_args=bp.BloscArgs(${blosc.join(', ')}),`,
    `    bloscpack_args=bp.BloscpackArgs(offsets=${offsets ? 'True' : 'False'}, checksum='${checksum}'),`,
  ];
}

function blocksizeNote({ options }: JobSpec): readonly string[] {
  return options && options.blocksizeBytes > 0
    ? [`# bloscpack has no option for blocks of ${options.blocksizeBytes} bytes; Blosc chooses their size here.`]
    : [];
}

function unpackLines(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const isArray = (source ? source.itemsize !== undefined : true) && spec.targetPath.endsWith('.npy');
  const [from, to] = [pythonText(spec.sourcePath), pythonText(spec.targetPath)];
  if (!isArray) return ['import bloscpack as bp', '', `bp.unpack_file_from_file(${from}, ${to})`];
  return ['import bloscpack as bp', 'import numpy as np', '', `np.save(${to}, bp.unpack_ndarray_from_file(${from}))`];
}

/** A Python string literal. JSON's escapes are Python's too, but for surrogates outside pairs, which no path has. */
export function pythonText(text: string): string {
  return JSON.stringify(text);
}
