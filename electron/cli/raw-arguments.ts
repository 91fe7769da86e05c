import { readFileSync } from 'node:fs';
import { decodeName, isRawName } from '../engine/io/raw-names.js';

/** The arguments, with names that are not UTF-8, of which Node has lost the bytes: they are read again. */
export function rawArguments(): readonly string[] {
  if (!process.argv.some((argument) => argument.includes('\ufffd'))) return process.argv;
  const raw = readRawArguments();
  return raw?.some(isRawName) ? [...process.argv.slice(0, -raw.length), ...raw] : process.argv;
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
    const text = readFileSync('/proc/self/cmdline', 'latin1');
    // Each argument ends with a NUL.
    return text.split('\0').slice(0, -1).map(latin1Bytes);
  } catch {
    return [];
  }
}

const latin1Bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
