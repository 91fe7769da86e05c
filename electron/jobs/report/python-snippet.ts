import { basename } from 'node:path/posix';
import { readingScript } from '../../../shared/commands/python-reading.js';
import { bloscArguments, joined, loadLine, packScript, pythonText } from '../../../shared/commands/python-script.js';
import { containerScript, writingScript } from '../../../shared/commands/python-writing.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from '../run/job-service.js';

/** The same work as a script for the reference implementation. A comment says what it cannot do. */
export function pythonSnippet(spec: JobSpec, source?: SourceFacts): string {
  if (!spec.address) return SCRIPTS[spec.action](spec, source);
  const sourcePath = basename(spec.sourcePath).replace(/[?#].*$/, '');
  const script = SCRIPTS[spec.action]({ ...spec, sourcePath }, source);
  return `# bloscpack reads files of this machine only: ${sourcePath} has to be downloaded first.\n${script}`;
}

type Script = (spec: JobSpec, source: SourceFacts | undefined) => string;

const SCRIPTS = {
  compress: compressScript,
  decompress: (spec, source) => joined(unpackLines(spec, source)),
  verify: ({ sourcePath }) =>
    joined([
      '# bloscpack has no check of its own: reading everything raises an error at the first damage.',
      ...readingLines(sourcePath),
    ]),
  append: (spec, source) => joined(appendLines(spec, source)),
  repair: ({ sourcePath }) =>
    joined([
      '# bloscpack cannot repair a container; reading it stops at the first damage.',
      ...readingLines(sourcePath),
    ]),
  convert: convertScript,
} as const satisfies Record<JobSpec['action'], Script>;

function convertScript({ sourcePath, targetPath, member, sourceFormat }: JobSpec): string {
  if (sourceFormat === undefined) return writingScript(targetPath, containerScript(sourcePath));
  const isFolder = !/\.zip$/i.test(sourcePath);
  const array = { formatId: sourceFormat, path: sourcePath, isFolder, isBlosc: true };
  const script = readingScript({ ...array, ...(member !== undefined && { name: member }) });
  return writingScript(targetPath, script ?? `# Python has no reader of ${sourceFormat} that is known here.\n`);
}

function readingLines(path: string): readonly string[] {
  return ['import os', '', 'import bloscpack as bp', '', `bp.unpack_file_from_file(${pythonText(path)}, os.devnull)`];
}

function appendLines({ sourcePath, targetPath, options }: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const args = options ? [`    blosc_args=${bloscArguments(options)},`] : [];
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

function compressScript(spec: JobSpec, source: SourceFacts | undefined): string {
  const loadLines = loadArray(spec, source);
  const { sourcePath, targetPath, options } = spec;
  const itemsize = loadLines ? (source?.itemsize ?? 1) : 1;
  return packScript({ compression: options, loadLines, sourcePath, targetPath, itemsize });
}

/** The lines that load the array; undefined for plain bytes. */
function loadArray(spec: JobSpec, source: SourceFacts | undefined): readonly string[] | undefined {
  if (spec.otherFormat) return otherFormatLines(spec.otherFormat, spec);
  if (spec.member !== undefined) return [loadLine(spec.sourcePath, spec.member)];
  if (spec.raw) return rawLines(spec.raw, pythonText(spec.sourcePath));
  const isNpy = source ? source.kind === 'npy' : spec.sourcePath.endsWith('.npy');
  return isNpy ? [loadLine(spec.sourcePath)] : undefined;
}

function otherFormatLines(
  formatId: string,
  { sourcePath: path, member: name }: JobSpec,
): readonly string[] | undefined {
  const isFolder = !/\.zip$/i.test(path);
  return readingScript({ formatId, path, isFolder, ...(name !== undefined && { name }) })
    ?.trim()
    .split('\n');
}

function rawLines({ descr, skipBytes, shape, order }: NonNullable<JobSpec['raw']>, path: string): readonly string[] {
  const dtype = /^\s*[[('"]/.test(descr) ? descr : pythonText(descr);
  const dimensions = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  return [
    `array = np.fromfile(${path}, dtype=np.dtype(${dtype}), offset=${skipBytes})`,
    `array = array.reshape(${dimensions}, order='${order}')`,
  ];
}

function unpackLines(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const isArray = (source ? source.itemsize !== undefined : true) && spec.targetPath.endsWith('.npy');
  const [from, to] = [pythonText(spec.sourcePath), pythonText(spec.targetPath)];
  if (!isArray) return ['import bloscpack as bp', '', `bp.unpack_file_from_file(${from}, ${to})`];
  return ['import bloscpack as bp', 'import numpy as np', '', `np.save(${to}, bp.unpack_ndarray_from_file(${from}))`];
}
