/**
 * What Windows gives a meaning of its own: characters, of which `a:b` would even write into a hidden part of `a`; names of
 * devices, whatever ending follows; and a last dot or space, which it drops, so that another file would be meant.
 */
const RESERVED_ON_WINDOWS =
  /[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\.|$)/i;

/** File systems count bytes, not characters; those of Windows count UTF-16 code units. */
const MAX_NAME_LENGTH = 255;

/** Why a name cannot be that of a file, as the end of a sentence; undefined when it can. */
export function fileNameProblem(name: string, platform: NodeJS.Platform = process.platform): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[/\\\u0000-\u001f]/.test(name)) return 'has characters that a file name cannot have';
  if (name === '' || name === '.' || name === '..') return 'is no file name';
  const isWindows = platform === 'win32';
  if (isWindows && RESERVED_ON_WINDOWS.test(name)) return 'is reserved on Windows';
  const [length, unit] = isWindows ? [name.length, 'characters'] : [Buffer.byteLength(name), 'bytes'];
  return length > MAX_NAME_LENGTH ? `is longer than ${MAX_NAME_LENGTH} ${unit}` : undefined;
}

/**
 * The same text for all spellings of a path that name one file: on Windows and macOS names differ in more than case, and in
 * more than how an accent is written. Only for comparing, and only for files that need not be there yet.
 */
export function pathKey(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' || platform === 'darwin' ? path.normalize('NFC').toLowerCase() : path;
}
