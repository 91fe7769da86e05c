import { DANGEROUS_CHARACTERS } from '../../shared/format/pretty-json.js';

/**
 * A line of untrusted text (names of files and arrays, metadata) made safe for a terminal: control characters, which it
 * takes as commands, and characters that change the direction of text are escaped as in Python. Tabs stay.
 */
export function printable(line: string): string {
  return line.replace(DANGEROUS_CHARACTERS, (unit) => (unit === '\t' ? unit : escaped(unit)));
}

/** The same for text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function escaped(unit: string): string {
  const code = unit.charCodeAt(0);
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
