/**
 * Names that are special on Windows: reserved characters (`a:b` would write into a hidden stream of `a`), names of devices with any
 * ending, and a dot or space at the end, which Windows drops, so that the name would be that of another file.
 */
const RESERVED_ON_WINDOWS =
  /[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/** File systems count bytes, not characters; those of Windows count UTF-16 code units. */
const MAX_NAME_LENGTH = 255;

/** Why this cannot be a file name, as the end of a sentence; undefined when it can. */
export function fileNameProblem(name: string, platform: NodeJS.Platform = process.platform): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[/\\\u0000-\u001f]/.test(name)) return 'has characters that a file name cannot have';
  if (name === '' || name === '.' || name === '..') return 'is not a file name';
  const isWindows = platform === 'win32';
  if (isWindows && RESERVED_ON_WINDOWS.test(name)) return 'is reserved on Windows';
  const [length, unit] = isWindows ? [name.length, 'characters'] : [Buffer.byteLength(name), 'bytes'];
  return length > MAX_NAME_LENGTH ? `is longer than ${MAX_NAME_LENGTH} ${unit}` : undefined;
}

/**
 * The same text for all spellings of a path that lead to one file: Windows and macOS ignore case and the Unicode form of accents.
 * Only for comparing paths, also of files that do not exist yet.
 */
export function pathKey(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' || platform === 'darwin' ? path.normalize('NFC').toLowerCase() : path;
}
