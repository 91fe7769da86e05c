import { FormatError } from '../../../../shared/format/errors.js';
import { type JsonValue, parseJson } from '../../../../shared/format/json.js';
import { readValue, type ZarrStore } from './store.js';

/** Limits of one document: consolidated metadata of a large group are in that of the group. */
const MAX_DOCUMENT_BYTES = 32 * 2 ** 20;
const MAX_DOCUMENT_VALUES = 2 ** 20;

/** The JSON at a key; undefined where there is no value. Throws FormatError for what is no JSON. */
export async function readDocument(store: ZarrStore, key: string): Promise<JsonValue | undefined> {
  const bytes = await readValue(store, key, MAX_DOCUMENT_BYTES);
  if (!bytes) return undefined;
  const what = `'${key}' of '${store.name}'`;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return parseJson(text, { values: MAX_DOCUMENT_VALUES });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError('bad-json', `${what} is damaged: ${reason}`, { file: store.name }, error);
  }
}
