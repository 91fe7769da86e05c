/** Of the contract's largest request, a batch of a hundred thousand files, with room to spare. */
const MOST_VALUES = 1_000_000;
const MOST_DEPTH = 100;

/** What each byte outside of strings adds to the depth. */
const DEEPER = new Map([...'[{'].map((sign) => [sign.charCodeAt(0), 1]));
for (const sign of ']}') DEEPER.set(sign.charCodeAt(0), -1);
const [QUOTE, BACKSLASH, COMMA] = Buffer.from('"\\,');

/**
 * Whether JSON text is cheap enough to be parsed: a value costs many times its one or two bytes of text. Says nothing of
 * whether it is JSON.
 */
export function isCheapJson(text: Uint8Array): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at] ?? 0;
    if (byte === QUOTE) at = endOfString(text, at);
    const deeper = DEEPER.get(byte) ?? 0;
    depth += deeper;
    if (byte === COMMA || deeper > 0) values++;
    if (depth > MOST_DEPTH || values > MOST_VALUES) return false;
  }
  return true;
}

/** Where the closing quote stands. */
function endOfString(text: Uint8Array, startAt: number): number {
  let at = startAt + 1;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return at;
}
