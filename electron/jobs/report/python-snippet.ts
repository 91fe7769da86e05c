import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from '../run/messages.js';

/** The same work as a script for the reference implementation. What it cannot do stands in a comment. */
export function pythonSnippet(spec: JobSpec, source?: SourceFacts): string {
  return `${LINES[spec.action](spec, source).join('\n')}\n`;
}

type Lines = (spec: JobSpec, source: SourceFacts | undefined) => readonly string[];

const LINES = {
  compress: packLines,
  decompress: unpackLines,
  verify: verifyLines,
  append: appendLines,
  repair: ({ sourcePath }) => [
    '# bloscpack cannot repair a container; what it can still read of it stops at the first damage.',
    ...readingLines(sourcePath),
  ],
} as const satisfies Record<JobSpec['action'], Lines>;

function verifyLines({ sourcePath }: JobSpec): readonly string[] {
  return [
    '# bloscpack has no check of its own: reading everything raises an error at the first damage.',
    ...readingLines(sourcePath),
  ];
}

function readingLines(path: string): readonly string[] {
  return ['import os', '', 'import bloscpack as bp', '', `bp.unpack_file_from_file(${pythonText(path)}, os.devnull)`];
}

function appendLines({ sourcePath, targetPath, options }: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const args = options ? [`    blosc_args=bp.BloscArgs(${bloscWords(options).join(', ')}),`] : [];
  const added = `    ${pythonText(sourcePath)},`;
  const note =
    source?.kind === 'npy'
      ? [
          '# bloscpack appends bytes: an array has to be added as its bytes, and the shape in the metadata stays the old one.',
        ]
      : [];
  return [
    ...note,
    ...(options ? ['import blosc'] : []),
    'import bloscpack as bp',
    'from bloscpack.append import append',
    '',
    'append(',
    `    ${pythonText(targetPath)},`,
    added,
    ...args,
    ')',
  ];
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
  const { chunkSizeBytes, checksum, offsets } = options;
  const chunkSize = Math.max(itemsize, chunkSizeBytes - (chunkSizeBytes % itemsize));
  return [
    `    chunk_size=${chunkSize},`,
    `    blosc_args=bp.BloscArgs(${bloscWords(options).join(', ')}),`,
    `    bloscpack_args=bp.BloscpackArgs(offsets=${offsets ? 'True' : 'False'}, checksum='${checksum}'),`,
  ];
}

const FILTERS = { none: 'blosc.NOSHUFFLE', byte: 'blosc.SHUFFLE', bit: 'blosc.BITSHUFFLE' } as const;

function bloscWords({ codec, clevel, shuffle, typesize }: NonNullable<JobSpec['options']>): readonly string[] {
  return [
    ...(typesize === undefined ? [] : [`typesize=${typesize}`]),
    `clevel=${clevel}`,
    `shuffle=${FILTERS[shuffle]}`,
    `cname='${codec}'`,
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
