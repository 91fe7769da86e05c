/** Characters that are not seen, or change how others are seen: controls, marks of direction and width, and separators of lines. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A text in which every character is seen: hidden ones as Python escapes them, and blanks at either end as `␣`. */
export function visibleText(text: string): string {
  const blanks = (found: string) => '␣'.repeat(found.length);
  return text.replace(/^ +| +$/g, blanks).replace(hidden, (character) => named[character] ?? escaped(character));
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
