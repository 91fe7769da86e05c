import { isBloscpackError } from '../../shared/format/errors.js';
import { type JsonValue, parseJson, printJson } from '../../shared/format/json.js';

/**
 * The beginning of a text that holds JSON: values that a format does not have are stored so, and texts that begin with it themselves.
 */
const MARK = 'JSON:';
/** A value of JSON takes many times the memory of its text. */
const MAX_VALUES = 2 ** 20;

export function isMarkedAsJson(text: string): boolean {
  return text.startsWith(MARK);
}

/** The value as marked JSON text. */
export function markedJson(value: JsonValue): string {
  return MARK + printJson(value);
}

/** A value as a text, of which `valueOfText` makes it again: texts are as they are, and all else is marked JSON. */
export function textOfValue(value: JsonValue): string {
  return typeof value === 'string' && !isMarkedAsJson(value) ? value : markedJson(value);
}

/** The value that a text holds: that of marked JSON, else the text itself. */
export function valueOfText(text: string): JsonValue {
  if (!isMarkedAsJson(text)) return text;
  try {
    return parseJson(text.slice(MARK.length), { values: MAX_VALUES });
  } catch (error) {
    if (isBloscpackError(error)) return text;
    throw error;
  }
}
