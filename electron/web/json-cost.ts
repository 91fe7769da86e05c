/** More than the contract's largest request, a batch of a hundred thousand files, needs. */
const MAX_VALUES = 1_000_000;
const MAX_DEPTH = 100;
/** Of one object; a key costs more than a value. */
const MAX_KEYS = 1000;

const [QUOTE, BACKSLASH, COMMA, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\,[]{}');

/**
 * Whether JSON text is cheap enough to be parsed: a value costs many times its one or two bytes of text. Says nothing of
 * whether it is JSON.
 */
export function isCheapJson(text: Uint8Array): boolean {
  /** Values that each of the open lists and objects may still contain. */
  const room = [MAX_VALUES];
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    const opened = roomOf(byte);
    if (byte === QUOTE) at = endOfString(text, at);
    else if (opened !== undefined) room.push(opened);
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) room.pop();
    else if (byte !== COMMA) continue;
    values++;
    const left = (room.pop() ?? 0) - 1;
    room.push(left);
    if (left < 0 || values > MAX_VALUES || room.length > MAX_DEPTH) return false;
  }
  return true;
}

function roomOf(byte: number | undefined): number | undefined {
  if (byte === OPEN_LIST) return MAX_VALUES;
  return byte === OPEN_OBJECT ? MAX_KEYS : undefined;
}

/** The position of the closing quote. */
function endOfString(text: Uint8Array, startAt: number): number {
  let at = startAt + 1;
  while (at < text.length && text[at] !== QUOTE) at += text[at] === BACKSLASH ? 2 : 1;
  return at;
}
