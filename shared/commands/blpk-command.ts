import type { Compression } from './compression.js';

const UNITS = [
  { sizeBytes: 2 ** 30, letter: 'G' },
  { sizeBytes: 2 ** 20, letter: 'M' },
  { sizeBytes: 2 ** 10, letter: 'K' },
] as const;

/** The options of `blpk` for a compression. (The reference's command has neither `--shuffle` nor `--blocksize`.) */
export function compressionWords(compression: Compression): readonly string[] {
  const { codec, clevel, shuffle, typesize, chunkSizeBytes, blocksizeBytes, checksum, offsets, appendable } =
    compression;
  return [
    ...(typesize === undefined ? [] : ['-t', String(typesize)]),
    ...['-c', codec, '-l', String(clevel), '--shuffle', shuffle, '-z', sizeWord(chunkSizeBytes)],
    ...(blocksizeBytes === 0 ? [] : ['--blocksize', sizeWord(blocksizeBytes)]),
    ...(checksum === undefined ? [] : ['-k', checksum]),
    ...(offsets === false ? ['-o'] : []),
    ...(appendable === false && offsets !== false ? ['--max-app-chunks', '0'] : []),
  ];
}

/** The exact size: with a suffix only for multiples of its unit. */
function sizeWord(sizeBytes: number): string {
  const unit = UNITS.find((candidate) => sizeBytes % candidate.sizeBytes === 0);
  return unit ? `${sizeBytes / unit.sizeBytes}${unit.letter}` : String(sizeBytes);
}

/** One line for a shell of `platform`, as Node names it. A file name that starts with a dash needs `--` before it. */
export function commandLine(words: readonly string[], platform = 'linux'): string {
  return ['blpk', ...words].map((word) => quoteWord(word, platform)).join(' ');
}

/** Quotes a word for the shell: POSIX single quotes, or on Windows the double quotes of cmd and PowerShell. */
export function quoteWord(word: string, platform = 'linux'): string {
  if (platform === 'win32') return /^[\w@+:,.\\/-]+$/.test(word) ? word : `"${word}"`;
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
