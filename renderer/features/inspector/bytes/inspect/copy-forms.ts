import { hexPairs, hexText } from '../../../../format/hex.js';
import { characters } from '../hex/byte-words.js';

interface CopyForm {
  readonly label: string;
  readonly print: (bytes: Uint8Array) => string;
}

/** Bytes as text that other programs read. */
export const copyForms = {
  hex: { label: 'Hex', print: hexText },
  c: {
    label: 'C array',
    print: (bytes) =>
      `const unsigned char bytes[${bytes.byteLength}] = {${bytes.byteLength ? ' ' : ''}${join(bytes, (value) => `0x${pair(value)}`, ', ')} };`,
  },
  python: { label: 'Python bytes', print: (bytes) => `b'${join(bytes, pythonByte, '')}'` },
  json: { label: 'JSON', print: (bytes) => `[${join(bytes, String, ', ')}]` },
} as const satisfies Readonly<Record<string, CopyForm>>;

export type CopyFormName = keyof typeof copyForms;

/** More bytes cannot be copied. */
export const mostCopiedBytes = 2 ** 20;

function join(bytes: Uint8Array, print: (value: number) => string, separator: string): string {
  return Array.from(bytes, print).join(separator);
}

function pair(value: number): string {
  return hexPairs[value] ?? '';
}

/** A byte in a Python literal with single quotes. */
function pythonByte(value: number): string {
  const named = { 9: '\\t', 10: '\\n', 13: '\\r', 39: "\\'", 92: '\\\\' }[value];
  if (named) return named;
  return value >= 0x20 && value < 0x7f ? (characters[value] ?? '') : `\\x${pair(value)}`;
}
