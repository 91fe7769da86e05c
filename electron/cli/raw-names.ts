import fs from 'node:fs';

/*
 * Names of files that are not UTF-8, such as those of old archives in Latin-1. Linux takes any bytes for a name; Node decodes the
 * arguments, so that such a name is lost. Here it is read again as bytes, and goes through the program as text in which a byte that is
 * no UTF-8 is a lone surrogate, U+DC80 to U+DCFF (as Python has it, PEP 383); what opens files gets the bytes back. Elsewhere
 * file systems have no such names.
 */

/** The arguments, with such names. As long as there are none, nothing is changed. */
export function rawArguments(): readonly string[] {
  if (!process.argv.some((argument) => argument.includes('\ufffd'))) return process.argv;
  const raw = readRawArguments();
  if (!raw?.some((argument) => ESCAPED.test(argument))) return process.argv;
  passBytesToSystem();
  return [...process.argv.slice(0, -raw.length), ...raw];
}

/** Those behind the script; undefined where the system does not provide them. */
function readRawArguments(): readonly string[] | undefined {
  const wanted = process.argv.slice(2);
  const all = commandLine();
  const raw = all.slice(all.length - wanted.length);
  const isSame = raw.length === wanted.length && raw.every((bytes, index) => bytes.toString() === wanted[index]);
  return isSame ? raw.map(decodeName) : undefined;
}

function commandLine(): readonly Buffer[] {
  try {
    const text = fs.readFileSync('/proc/self/cmdline', 'latin1');
    // Each argument ends with a NUL.
    return text.split('\0').slice(0, -1).map(latin1Bytes);
  } catch {
    return [];
  }
}

const latin1Bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** One byte that is no UTF-8. In a pair the same unit is half of a character; the flag `u` distinguishes the two. */
const ESCAPED = /[\udc80-\udcff]/u;

/** A name's bytes as text: UTF-8 where they are, an escape for each byte that is not. */
export function decodeName(bytes: Uint8Array): string {
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

/** The bytes of a name with escapes; any other name as it is. */
export function encodeName(name: string): string | Buffer {
  if (!ESCAPED.test(name)) return name;
  const bytes = Array.from(name, (character) =>
    ESCAPED.test(character) ? Buffer.of(character.charCodeAt(0) - 0xdc00) : Buffer.from(character),
  );
  return Buffer.concat(bytes);
}

/** Functions of `node:fs` by how many paths they begin with. */
const PATH_FUNCTIONS = {
  1: ['chmod', 'lstat', 'mkdir', 'mkdtemp', 'open', 'readFile', 'rm', 'rmdir', 'stat', 'unlink', 'writeFile'],
  2: ['link', 'rename'],
} as const;
/** Those that answer names too, and none but the path. */
const NAMING_FUNCTIONS = ['readdir', 'readlink', 'realpath'] as const;

// biome-ignore lint/suspicious/noExplicitAny: functions of any signature, of which only the first arguments are looked at
type AnyFunction = (...args: any[]) => any;

/**
 * Hands every path on as bytes from here on: one place, instead of a conversion at each of the program's calls. They are properties
 * of Node's modules, which all code of a CommonJS bundle looks up at the call.
 */
function passBytesToSystem(): void {
  const modules = [fs.promises, fs] as unknown as Record<string, AnyFunction | undefined>[]; // looked up by name
  for (const module of modules) {
    for (const [count, names] of Object.entries(PATH_FUNCTIONS)) {
      for (const name of names.flatMap((base) => [base, `${base}Sync`])) wrap(module, name, Number(count));
    }
    for (const name of NAMING_FUNCTIONS.flatMap((base) => [base, `${base}Sync`])) wrapNaming(module, name);
  }
}

function wrap(module: Record<string, AnyFunction | undefined>, name: string, pathCount: number): void {
  const original = module[name];
  if (!original) return;
  const encoded = (argument: unknown, index: number) =>
    index < pathCount && typeof argument === 'string' ? encodeName(argument) : argument;
  module[name] = (...args: unknown[]) => original(...args.map(encoded));
}

function wrapNaming(module: Record<string, AnyFunction | undefined>, name: string): void {
  const original = module[name];
  if (!original) return;
  module[name] = (path: unknown, ...rest: unknown[]) => {
    // With options, or a callback, it is no call of ours.
    if (typeof path !== 'string' || rest.length > 0) return original(path, ...rest);
    const answer: unknown = original(encodeName(path), { encoding: 'buffer' });
    return answer instanceof Promise ? answer.then(decodeAnswer) : decodeAnswer(answer);
  };
}

function decodeAnswer(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(decodeAnswer);
  return answer instanceof Uint8Array ? decodeName(answer) : answer;
}
