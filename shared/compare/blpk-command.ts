import { commandLine, compressionWords } from '../commands/blpk-command.js';
import type { Compression } from '../commands/compression.js';
import { ArgumentError } from '../format/errors.js';
import type { Setting } from './setting.js';

/** A measured setting as commands and scripts say it. ArgumentError for plain copy, which neither can do. */
export function compressionOf({ codec, level, ...setting }: Setting): Compression {
  if (codec === 'copy') throw new ArgumentError('a plain copy needs no command: keep the file as it is');
  const { shuffle, typesize, chunkSizeBytes, blocksizeBytes } = setting;
  return { codec, clevel: level, shuffle, typesize, chunkSizeBytes, blocksizeBytes };
}

/**
 * The command that compresses a file with a setting, for our own `blpk` and a POSIX shell: `pack` for `.npy`, so that dtype and
 * shape are kept, `recompress` for `.blp`, else `compress`. `packed` defaults to the name that `blpk` would choose.
 * ArgumentError for plain copy.
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
