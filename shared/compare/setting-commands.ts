import { commandLine, compressionWords } from '../commands/blpk-command.js';
import type { Compression } from '../commands/compression.js';
import { loadLine, packScript } from '../commands/python-script.js';
import { ArgumentError } from '../format/errors.js';
import type { Setting } from './setting.js';

/** A measured setting for commands and scripts. Throws ArgumentError for plain copy, which they do not have. */
export function compressionOf({ codec, level, ...setting }: Setting): Compression {
  if (codec === 'copy') throw new ArgumentError('a plain copy needs no command: keep the file as it is');
  const { shuffle, typesize, chunkSizeBytes, blocksizeBytes } = setting;
  return { codec, clevel: level, shuffle, typesize, chunkSizeBytes, blocksizeBytes };
}

/**
 * The `blpk` command line (for a POSIX shell) that compresses a file with a setting: `pack` for `.npy`, so that dtype and
 * shape are kept, `recompress` for `.blp`, else `compress`. `packed` defaults to the name that `blpk` would choose.
 * Throws ArgumentError for plain copy.
 */
export function blpkCommand(setting: Setting, file: string, packed?: string): string {
  const files = packed === undefined ? [file] : [file, packed];
  return commandLine([
    ...['-n', String(setting.threads), verbFor(file)],
    ...compressionWords(compressionOf(setting)),
    ...(file.endsWith('.blp') && packed === undefined ? ['--in-place'] : []),
    ...(files.some((name) => name.startsWith('-')) ? ['--'] : []),
    ...files,
  ]);
}

function verbFor(file: string): 'pack' | 'recompress' | 'compress' {
  if (file.endsWith('.npy')) return 'pack';
  return file.endsWith('.blp') ? 'recompress' : 'compress';
}

/**
 * A script for the reference implementation that compresses a file with a setting; `.npy` files as arrays of items of `itemsize`
 * bytes. Throws ArgumentError for plain copy.
 */
export function pythonSnippet(setting: Setting, file: string, packed = `${file}.blp`, itemsize = 1): string {
  const isArray = file.endsWith('.npy');
  return packScript({
    compression: compressionOf(setting),
    loadLines: isArray ? [loadLine(file)] : undefined,
    sourcePath: file,
    targetPath: packed,
    itemsize: isArray ? itemsize : 1,
    threads: setting.threads,
  });
}
