import { joinArrayName } from '../../../shared/commands/array-name.js';
import { commandLine, compressionWords } from '../../../shared/commands/blpk-command.js';
import type { JobSpec } from '../queue/job-spec.js';
import type { SourceFacts } from '../run/job-service.js';

/** The same work as a command, or one sentence that says why there is none. */
export type CommandLine = { readonly command: string } | { readonly reason: string };

/**
 * The `blpk` command that writes the same bytes as the job. `source` has the facts of the source's head; before the
 * job has read it, names decide. (`blpk` itself recognises arrays by their first bytes.)
 */
export function blpkCommand(
  spec: JobSpec,
  source?: SourceFacts,
  platform: NodeJS.Platform = process.platform,
): CommandLine {
  if (spec.address === 'without-secrets')
    return { reason: 'The user name, password or query of the address is not shown.' };
  if (spec.address && spec.action === 'compress') return { reason: 'blpk packs files of this machine only.' };
  if (spec.otherFormat) return { reason: 'blpk convert makes chunks of whole rows, and so another file.' };
  if (spec.raw) return { reason: 'blpk has no options for the type and shape of raw bytes.' };
  const force = spec.overwrite ? ['-f'] : [];
  return { command: commandLine([...force, ...WORDS[spec.action](spec, source)], platform) };
}

type Words = (spec: JobSpec, source: SourceFacts | undefined) => readonly string[];

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
  convert: ({ sourcePath, targetPath, member }) => [
    'convert',
    joinArrayName({ path: sourcePath, name: member }),
    targetPath,
  ],
} as const satisfies Record<JobSpec['action'], Words>;

function appendWords({ sourcePath, targetPath, member, options, append }: JobSpec): readonly string[] {
  return [
    'append',
    ...(options ? ['-c', options.codec, '-l', String(options.clevel), '--shuffle', options.shuffle] : []),
    ...memberWords(member),
    ...(append?.grow ? ['--grow'] : []),
    ...(targetPath.endsWith('.blp') ? [] : ['-e']),
    ...[targetPath, sourcePath],
  ];
}

function compressWords(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const { sourcePath, targetPath, member, options } = spec;
  const isArray = member !== undefined || (source ? source.kind === 'npy' : sourcePath.endsWith('.npy'));
  return [
    isArray ? 'pack' : 'compress',
    ...(options ? compressionWords(options) : []),
    ...memberWords(member),
    ...[sourcePath, targetPath],
  ];
}

function memberWords(member: string | undefined): readonly string[] {
  // In one word, since a name may begin with a dash.
  return member === undefined ? [] : [`--member=${member}`];
}

function decompressWords(spec: JobSpec, source: SourceFacts | undefined): readonly string[] {
  const isArray = source ? source.itemsize !== undefined : true;
  const files = [spec.sourcePath, spec.targetPath];
  if (isArray && spec.targetPath.endsWith('.npy')) return ['unpack', ...files];
  return ['decompress', ...(spec.sourcePath.endsWith('.blp') ? [] : ['-e']), ...files];
}
