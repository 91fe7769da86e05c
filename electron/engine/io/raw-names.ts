import fs, { type Dir, type Dirent } from 'node:fs';

/*
 * Names of files that are not UTF-8, such as those of old archives in Latin-1. Linux takes any bytes for a name; Node decodes them, so
 * that such a name is lost. In our programs it is text in which a byte that is no UTF-8 is a lone surrogate, U+DC80 to U+DCFF
 * (as Python has it, PEP 383); what opens files gets the bytes back. Elsewhere file systems have no such names.
 */

/** One byte that is no UTF-8. In a pair the same unit is half of a character; the flag `u` distinguishes the two. */
const ESCAPED = /[\udc80-\udcff]/u;

/** A name's bytes as text: UTF-8 where they are, an escape for each byte that is not. */
export function decodeName(bytes: Buffer): string {
  const whole = bytes.toString();
  // What Node puts in place of bytes that are no UTF-8. Nearly all names are whole, and folders may have a million of them.
  if (!whole.includes('\ufffd')) return whole;
  let text = '';
  for (let at = 0; at < bytes.byteLength; ) {
    const character = characterAt(bytes, at);
    text += character ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at += character === undefined ? 1 : Buffer.byteLength(character);
  }
  return text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function characterAt(bytes: Uint8Array, at: number): string | undefined {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  try {
    return utf8.decode(bytes.subarray(at, at + length));
  } catch {
    return undefined;
  }
}

/** Whether bytes of the name are no UTF-8. */
export function isRawName(name: string): boolean {
  return ESCAPED.test(name);
}

/** The bytes of a name with escapes; any other name as it is. */
export function encodeName(name: string): string | Buffer {
  if (!isRawName(name)) return name;
  const bytes = Array.from(name, (character) =>
    ESCAPED.test(character) ? Buffer.of(character.charCodeAt(0) - 0xdc00) : Buffer.from(character),
  );
  return Buffer.concat(bytes);
}

/** Functions of `node:fs` by how many paths they begin with. */
const PATH_FUNCTIONS = {
  1: 'access appendFile chmod exists lstat mkdir mkdtemp open readFile rm rmdir stat statfs unlink utimes writeFile',
  2: 'link rename',
} as const;
/** Those that answer names too. */
const NAMING_FUNCTIONS = ['opendir', 'readdir', 'readlink', 'realpath'] as const;

// biome-ignore lint/suspicious/noExplicitAny: functions of any signature, of which only the first arguments are looked at
type AnyFunction = (...args: any[]) => any;

let areKept = false;

/**
 * For a program of ours, at its start: from here on every path is handed to the system as bytes, and every name is decoded. One
 * place, instead of a conversion at each of the program's calls. They are properties of Node's modules, which all code of a CommonJS
 * bundle looks up at the call. Each thread has its own. The engine as a library of other programs changes nothing.
 */
export function keepRawNames(): void {
  if (process.platform !== 'linux' || areKept) return;
  areKept = true;
  const modules = [fs.promises, fs] as unknown as Record<string, AnyFunction | undefined>[]; // looked up by name
  for (const module of modules) {
    for (const [count, names] of Object.entries(PATH_FUNCTIONS)) {
      for (const name of names.split(' ').flatMap((base) => [base, `${base}Sync`])) wrap(module, name, Number(count));
    }
    for (const name of NAMING_FUNCTIONS.flatMap((base) => [base, `${base}Sync`])) wrapNaming(module, name);
  }
}

function wrap(module: Record<string, AnyFunction | undefined>, name: string, pathCount: number): void {
  const original = module[name];
  if (!original) return;
  const encoded = (argument: unknown, index: number) =>
    index < pathCount && typeof argument === 'string' ? encodeName(argument) : argument;
  module[name] = Object.assign((...args: unknown[]) => original(...args.map(encoded)), original);
}

function wrapNaming(module: Record<string, AnyFunction | undefined>, name: string): void {
  const original: (AnyFunction & { readonly native?: AnyFunction }) | undefined = module[name];
  if (!original) return;
  const { native } = original;
  module[name] = Object.assign(naming(original), original, native && { native: naming(native) });
}

/** The function with names in place of bytes, both in its path and in what it answers. */
function naming(original: AnyFunction): AnyFunction {
  return (path: unknown, ...rest: unknown[]): unknown => {
    const [options = {}] = rest;
    // With an encoding, or a callback, it is no call of ours.
    if (typeof path !== 'string' || rest.length > 1 || !isRecord(options) || 'encoding' in options) {
      return original(path, ...rest);
    }
    const answer: unknown = original(encodeName(path), { ...options, encoding: 'buffer' });
    return answer instanceof Promise ? answer.then(decodeAnswer) : decodeAnswer(answer);
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function decodeAnswer(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(decodeAnswer);
  if (Buffer.isBuffer(answer)) return decodeName(answer);
  if (answer instanceof fs.Dirent) return decodeEntry(answer);
  return answer instanceof fs.Dir ? decodeEntries(answer) : answer;
}

/** The types say that names are text. */
function decodeEntry(entry: Dirent): Dirent {
  if (Buffer.isBuffer(entry.name)) entry.name = decodeName(entry.name);
  return entry;
}

/** All but `read` with a callback, which is not used; `readSync` is what Node's own `cpSync` calls. */
function decodeEntries(folder: Dir): Dir {
  const read = folder.read.bind(folder) as () => Promise<Dirent | null>;
  const readSync = folder.readSync.bind(folder);
  const next = async (): Promise<Dirent | null> => {
    const entry = await read();
    return entry && decodeEntry(entry);
  };
  return Object.assign(folder, {
    read: next,
    readSync: () => {
      const entry = readSync();
      return entry && decodeEntry(entry);
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (let entry = await next(); entry; entry = await next()) yield entry;
      } finally {
        await folder.close();
      }
    },
  });
}
