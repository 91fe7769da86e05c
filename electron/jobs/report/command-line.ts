import { commandLine, compressionWords } from '../../../shared/commands/blpk-command.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from '../run/job-service.js';

/** The same work as a command, or one sentence that says why there is none. */
export type CommandLine = { readonly command: string } | { readonly reason: string };

/**
 * The `blpk` command that writes the same bytes as the job. `source` has the facts of the source's head; before the
 * job has read it, names decide.
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
    return { reason: 'blpk recognises .npy files by their names, and this one is named differently.' };
  }
  const force = spec.overwrite ? ['-f'] : [];
  return { command: commandLine([...force, ...words], platform) };
}

/** Undefined if `blpk` would read a `.npy` file as plain bytes. */
type Words = (spec: JobSpec, source: SourceFacts | undefined) => readonly string[] | undefined;

const WORDS = {
  compress: compressWords,
  decompress: decompressWords,
  verify: ({ sourcePath }) => ['verify', sourcePath],
  append: appendWords,
  repair: ({ sourcePath, targetPath, fill }) => [
    'repair',
    ...(fill === undefined ? [] : ['--fill', String(fill)]),
    sourcePath,
    targetPath,
  ],
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
  return [
    isNpy ? 'pack' : 'compress',
    ...(spec.options ? compressionWords(spec.options) : []),
    spec.sourcePath,
    spec.targetPath,
  ];
}

function decompressWords(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const isArray = source ? source.itemsize !== undefined : true;
  const files = [spec.sourcePath, spec.targetPath];
  if (isArray && spec.targetPath.endsWith('.npy')) return ['unpack', ...files];
  return ['decompress', ...(spec.sourcePath.endsWith('.blp') ? [] : ['-e']), ...files];
}
