import { readFileSync } from 'node:fs';
import { type JsonValue, parseJson } from '../../shared/format/json.js';
import { metadataLimit } from '../engine/container/metadata-limit.js';
import { withIoErrors } from '../engine/io/io-error.js';
import { CommandError, usageError } from './failures.js';
import { requireExisting } from './paths.js';

/** The JSON in a file. CommandError that names the file when it holds none. */
export async function readJsonFile(path: string): Promise<JsonValue> {
  requireExisting(path, 'metadata file');
  const bytes = await withIoErrors('read', path, async () => readFileSync(path));
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes), metadataLimit());
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`metadata file '${path}' is not valid JSON: ${reason}`);
  }
}

/** The pairs of `KEY=VALUE`. A value that is JSON is read as JSON, any other as text: `n=3` is a number, `unit=mm` a string. */
export function parseAssignments(texts: readonly string[]): ReadonlyMap<string, JsonValue> {
  return new Map(texts.map(parseAssignment));
}

function parseAssignment(text: string): readonly [key: string, value: JsonValue] {
  const at = text.indexOf('=');
  if (at < 1) throw usageError(`'${text}' is not of the form KEY=VALUE`);
  return [text.slice(0, at), jsonOrText(text.slice(at + 1))];
}

function jsonOrText(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
