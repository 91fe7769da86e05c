import { commandLine, compressionWords, quoteWord } from '../commands/blpk-command.js';
import type { Compression } from '../commands/compression.js';
import { loadLine, type PackScript, packScript, pythonText } from '../commands/python-script.js';
import { ArgumentError } from '../format/errors.js';
import { cannotApply, type DataSource } from './data-source.js';
import type { DataFacts } from './result.js';
import type { Setting } from './setting.js';

/** The measured data, as far as commands name them. `source.file` may be a path. */
export type CommandData = Pick<DataFacts, 'source' | 'dtype' | 'itemsize'>;

type FileSource = Exclude<DataSource, { kind: 'chunk' | 'dataset' }>;

/** A measured setting for commands and scripts. Throws ArgumentError for plain copy, which they do not have. */
export function compressionOf({ codec, level, ...setting }: Setting): Compression {
  if (codec === 'copy') throw new ArgumentError('a plain copy needs no command: keep the file as it is');
  const { shuffle, typesize, chunkSizeBytes, blocksizeBytes } = setting;
  return { codec, clevel: level, shuffle, typesize, chunkSizeBytes, blocksizeBytes };
}

/** The source of data to which a setting can be applied. Throws ArgumentError with the reason for others. */
function applicable({ source }: CommandData): FileSource {
  const reason = cannotApply(source);
  if (reason !== undefined) throw new ArgumentError(reason);
  // cannotApply has refused all others.
  return source as FileSource;
}

/**
 * The `blpk` command line (for a POSIX shell) that does to the measured data what was measured. A container and an array of an
 * archive get an output of their own name. Throws ArgumentError for plain copy, and where `cannotApply` has a reason.
 */
export function blpkCommand(setting: Setting, data: CommandData): string {
  const source = applicable(data);
  const options = compressionWords(compressionOf(setting));
  const line = (verb: string, files: readonly string[], more: readonly string[] = []): string => {
    const dash = files.some((name) => name.startsWith('-')) ? ['--'] : [];
    return commandLine(['-n', String(setting.threads), verb, ...options, ...more, ...dash, ...files]);
  };
  switch (source.kind) {
    case 'npy':
      return line('pack', [source.file]);
    case 'bytes':
      return line('compress', [source.file]);
    case 'container':
      return line('recompress', [source.file, outputOf(source, setting)]);
    case 'member':
      return line('pack', [source.file, outputOf(source, setting)], ['--member', source.member]);
    case 'folder':
      return folderCommand(setting, source.file, data);
  }
}

/** Every file of a folder: arrays as such, all others as bytes. Each keeps its own typesize unless another one was measured. */
function folderCommand(setting: Setting, folder: string, data: CommandData): string {
  const { typesize, ...rest } = compressionOf(setting);
  const words = compressionWords(isOwnTypesize(setting, data) ? rest : { ...rest, typesize });
  const each = (tests: string, verb: string): string => {
    const command = commandLine(['-n', String(setting.threads), verb, ...words]);
    return `find ${quoteWord(folder.startsWith('-') ? `./${folder}` : folder)} -type f ${tests} -exec ${command} {} ';'`;
  };
  const others = "! -name '*.npy' ! -name '*.npz' ! -name '*.blp'";
  return [each("-name '*.npy'", 'pack'), ...(data.dtype === undefined ? [each(others, 'compress')] : [])].join('\n');
}

/** Whether a setting has the typesize that these data get without one being named. */
export function isOwnTypesize({ typesize }: Setting, { itemsize }: CommandData): boolean {
  return typesize === (itemsize === undefined ? 8 : itemsize <= 255 ? itemsize : 1);
}

/** A name beside the source that is free of its suffix: `x-zstd5.blp`. */
function outputOf(source: FileSource, { codec, level }: Setting): string {
  if (source.kind === 'member') return `${source.member.replaceAll(/[/\\]/g, '_')}.blp`;
  return `${source.file.replace(/\.blp$/, '')}-${codec}${level}.blp`;
}

/**
 * A script for the reference implementation that does the same; it compresses arrays as arrays, and the data of a container, not its
 * bytes. Throws ArgumentError for plain copy, for a folder, and where `cannotApply` has a reason.
 */
export function pythonSnippet(setting: Setting, data: CommandData): string {
  const source = applicable(data);
  const { threads } = setting;
  return packScript({
    compression: compressionOf(setting),
    sourcePath: source.file,
    targetPath: source.kind === 'npy' || source.kind === 'bytes' ? targetOf(source.file) : outputOf(source, setting),
    itemsize: data.itemsize ?? 1,
    threads,
    ...loadingOf(source, data),
  });
}

/** As `blpk` names the output. */
function targetOf(file: string): string {
  return `${file.replace(/\.npy$/, '')}.blp`;
}

function loadingOf(source: FileSource, { dtype }: CommandData): Pick<PackScript, 'loadLines' | 'loads'> {
  switch (source.kind) {
    case 'npy':
      return { loadLines: [loadLine(source.file)] };
    case 'member':
      return { loadLines: [loadLine(source.file, source.member)] };
    case 'bytes':
      return { loadLines: undefined };
    case 'container':
      return dtype === undefined
        ? { loads: 'bytes', loadLines: [`data, metadata = bp.unpack_bytes_from_file(${pythonText(source.file)})`] }
        : { loadLines: [`array = bp.unpack_ndarray_from_file(${pythonText(source.file)})`] };
    case 'folder':
      throw new ArgumentError(
        'A folder was measured: the reference compresses one file at a time. Copy the command for blpk.',
      );
  }
}
