import { ArgumentError } from '../format/errors.js';
import type { Setting } from './setting.js';

/**
 * The command that compresses a file with a setting, for our own `blpk` and a POSIX shell: `pack` for `.npy`, so that dtype and
 * shape are kept, `recompress` for `.blp`, else `compress`. (That of the reference has neither `--shuffle` nor `--blocksize`:
 * there, use the Python.) `packed` defaults to the name that `blpk` would choose.
 * ArgumentError for plain copy.
 */
export function blpkCommand(setting: Setting, file: string, packed?: string): string {
  const { codec, shuffle, level, chunkSizeBytes, blocksizeBytes, typesize, threads } = setting;
  if (codec === 'copy') throw new ArgumentError('a plain copy needs no command: keep the file as it is');
  const options = [
    `-n ${threads} ${verbFor(file)} -c ${codec} -l ${level} --shuffle ${shuffle} -t ${typesize} -z ${chunkSizeBytes}`,
    ...(file.endsWith('.blp') && packed === undefined ? ['--in-place'] : []),
    ...(blocksizeBytes > 0 ? [`--blocksize ${blocksizeBytes}`] : []),
  ];
  const files = packed === undefined ? [file] : [file, packed];
  const dashes = files.some((name) => name.startsWith('-')) ? ['--'] : [];
  return ['blpk', ...options, ...dashes, ...files.map(shellWord)].join(' ');
}

function verbFor(file: string): 'pack' | 'recompress' | 'compress' {
  if (file.endsWith('.npy')) return 'pack';
  return file.endsWith('.blp') ? 'recompress' : 'compress';
}

function shellWord(text: string): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
