import { DANGEROUS_CHARACTERS } from '../../shared/format/pretty-json.js';

/**
 * A line of text from anywhere (names of files and arrays, metadata) as it may go to a terminal: what a terminal takes as a
 * command, or what changes the order in which text is shown, is escaped as Python would. Tabs stay.
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
