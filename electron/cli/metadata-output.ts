import type { JsonValue } from '../../shared/format/json.js';
import { type PyValue, reprPython } from '../../shared/format/numpy/python-literal.js';
import { FILE_JSON, prettyJson } from '../../shared/format/pretty-json.js';
import { reprBytes } from '../../shared/format/python-repr.js';
import type { Metadata } from '../engine/container/decode-metadata.js';
import { writeAtomically } from '../engine/io/atomic-file.js';
import type { CommandContext } from './context.js';

/** Bytes of unknown metadata that are worth showing. */
const SHOWN_BYTES = 1000;

/** Metadata as JSON, or, when their serialiser is unknown, their bytes as Python spells them. */
export function metadataLines(metadata: Metadata): string {
  return metadata.kind === 'json' ? prettyJson(metadata.value) : rawText(metadata);
}

/**
 * Metadata as the reference prints them, for scripts that read it: a title, then a dict of Python with sorted keys. It is always on
 * one line, where the reference wraps dicts of more than 90 characters.
 */
export function metadataSection(metadata: Metadata): string {
  return `Metadata:\n${metadata.kind === 'json' ? reprPython(pythonOf(metadata.value)) : rawText(metadata)}`;
}

function pythonOf(value: JsonValue): PyValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'bigint')
    return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (value instanceof Number) return value.valueOf();
  if (Array.isArray(value)) return { kind: 'list', items: value.map(pythonOf) };
  const entries: [string, JsonValue][] = [...(value instanceof Map ? value : Object.entries(value))];
  const sorted = entries.toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { kind: 'dict', entries: sorted.map(([key, item]) => [key, pythonOf(item)]) };
}

function rawText({ magicFormat, bytes }: Metadata & { readonly kind: 'raw' }): string {
  const more = bytes.byteLength > SHOWN_BYTES ? `... ${bytes.byteLength - SHOWN_BYTES} more bytes` : '';
  return `${reprBytes(bytes.subarray(0, SHOWN_BYTES))}${more} (unknown format '${magicFormat}', shown raw)`;
}

/** Saves the metadata, JSON indented (`-m` reads it back to the same value) and anything else byte for byte. */
export async function writeMetadataFile(
  context: CommandContext,
  metadata: Metadata | undefined,
  { container, path }: { readonly container: string; readonly path: string },
): Promise<void> {
  if (metadata === undefined) {
    context.report.notice(`there are no metadata, so '${path}' was not written`);
    return;
  }
  const bytes =
    metadata.kind === 'raw' ? metadata.bytes : new TextEncoder().encode(`${prettyJson(metadata.value, FILE_JSON)}\n`);
  await writeAtomically(path, bytes, context.reportOn(container));
}
