import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from '../run/messages.js';

/** The same work on the command line, or in one sentence why there is no such command. */
export type CommandLine = { readonly command: string } | { readonly reason: string };

/**
 * The `blpk` command that writes the same bytes as the job. `source` is what was found at the source's head; before the
 * job has looked there, names decide.
 */
export function blpkCommand(
  spec: JobSpec,
  source?: SourceFacts,
  platform: NodeJS.Platform = process.platform,
): CommandLine {
  if (spec.member !== undefined) {
    return { reason: `blpk packs all arrays of an archive: \`blpk pack\` has no way to name '${spec.member}' alone.` };
  }
  if (spec.raw) return { reason: 'blpk has no options for the type and shape of raw bytes.' };
  const words = WORDS[spec.action](spec, source);
  if (words === undefined) {
    return { reason: 'blpk tells .npy files by their names, and this one is named differently.' };
  }
  const force = spec.overwrite ? ['-f'] : [];
  return { command: ['blpk', ...force, ...words].map((word) => quote(word, platform)).join(' ') };
}

/** Undefined where a `.npy` file would be taken for plain bytes. */
type Words = (spec: JobSpec, source: SourceFacts | undefined) => readonly string[] | undefined;

const WORDS = {
  compress: compressWords,
  decompress: decompressWords,
  verify: ({ sourcePath }) => ['verify', sourcePath],
  append: appendWords,
  repair: ({ sourcePath, targetPath }) => ['repair', sourcePath, targetPath],
} as const satisfies Record<JobSpec['action'], Words>;

function appendWords(spec: JobSpec, source: SourceFacts | undefined): readonly string[] | undefined {
  const { sourcePath, targetPath, options, append } = spec;
  if (source?.kind === 'npy' && !sourcePath.endsWith('.npy')) return undefined;
  return [
    'append',
    ...(options ? ['-c', options.codec, '-l', String(options.clevel), '--shuffle', options.shuffle] : []),
    ...(append?.grow ? ['--grow'] : []),
    ...(targetPath.endsWith('.blp') ? [] : ['-e']),
    ...[targetPath, sourcePath],
  ];
}

function compressWords(spec: JobSpec, source: SourceFacts | undefined): readonly string[] | undefined {
  const hasNpyName = spec.sourcePath.endsWith('.npy');
  const isNpy = source ? source.kind === 'npy' : hasNpyName;
  if (isNpy && !hasNpyName) return undefined;
  return [isNpy ? 'pack' : 'compress', ...optionWords(spec.options), spec.sourcePath, spec.targetPath];
}

function optionWords(options: JobSpec['options']): readonly string[] {
  if (!options) return [];
  const { codec, clevel, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets } = options;
  return [
    ...(typesize === undefined ? [] : ['-t', String(typesize)]),
    ...['-c', codec, '-l', String(clevel), '--shuffle', shuffle, '-z', sizeWord(chunkSizeBytes)],
    ...(blocksizeBytes === 0 ? [] : ['--blocksize', sizeWord(blocksizeBytes)]),
    ...['-k', checksum],
    ...(offsets ? [] : ['-o']),
  ];
}

function decompressWords(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const isArray = source ? source.itemsize !== undefined : true;
  const files = [spec.sourcePath, spec.targetPath];
  if (isArray && spec.targetPath.endsWith('.npy')) return ['unpack', ...files];
  return ['decompress', ...(spec.sourcePath.endsWith('.blp') ? [] : ['-e']), ...files];
}

const UNITS = [
  { sizeBytes: 2 ** 30, letter: 'G' },
  { sizeBytes: 2 ** 20, letter: 'M' },
  { sizeBytes: 2 ** 10, letter: 'K' },
] as const;

/** Exact: with a suffix only where nothing is left over. */
function sizeWord(sizeBytes: number): string {
  const unit = UNITS.find((candidate) => sizeBytes % candidate.sizeBytes === 0);
  return unit ? `${sizeBytes / unit.sizeBytes}${unit.letter}` : String(sizeBytes);
}

/** A word as the shell takes it: POSIX single quotes, or on Windows the double quotes of cmd and PowerShell. */
export function quote(word: string, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return /^[\w@+:,.\\/-]+$/.test(word) ? word : `"${word}"`;
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
