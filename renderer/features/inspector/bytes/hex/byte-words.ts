import { hexOffset, hexPairs } from '../../../../format/hex.js';
import type { Field } from './field-spans.js';

/** The ASCII character of each value, a dot for those that are not printable. */
export const characters: readonly string[] = Array.from({ length: 256 }, (_, value) =>
  value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '·',
);

const controls: Readonly<Record<number, string>> = { 0: 'null', 9: 'tab', 10: 'line feed', 13: 'carriage return' };

/** The text of a byte for screen readers: `offset 0x20, value 0x4A, character J, field magic_format, Metadata header`. */
export function byteLabel(byte: number, value: number | undefined, field: Field | undefined): string {
  const words = [`offset ${hexOffset(byte)}`];
  if (value === undefined) words.push('loading');
  else words.push(`value 0x${(hexPairs[value] ?? '').toUpperCase()}`, ...characterWords(value));
  if (field) words.push(`field ${field.name}`, ...(field.of ? [field.of] : []));
  return words.join(', ');
}

function characterWords(value: number): readonly string[] {
  if (value === 0x20) return ['character space'];
  const control = controls[value];
  if (control) return [`character ${control}`];
  return value > 0x20 && value < 0x7f ? [`character ${characters[value]}`] : [];
}

/** `0x10 to 0x17`; `0x10` for one byte. */
export function placeWords({ start, end }: { readonly start: number; readonly end: number }): string {
  return end - start === 1 ? hexOffset(start) : `${hexOffset(start)} to ${hexOffset(end - 1)}`;
}

/** The value of all bytes in hex, if they have one. */
export function fillOf(bytes: Uint8Array): string | undefined {
  const [first] = bytes;
  return first !== undefined && bytes.every((value) => value === first) ? hexPairs[first] : undefined;
}
