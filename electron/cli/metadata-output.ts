import { FILE_JSON, prettyJson } from '../../shared/format/pretty-json.js';
import { reprBytes } from '../../shared/format/python-repr.js';
import type { Metadata } from '../engine/container/decode-metadata.js';
import { writeAtomically } from '../engine/io/atomic-file.js';
import type { CommandContext } from './context.js';

/** Bytes of unknown metadata that are worth showing. */
const SHOWN_BYTES = 1000;

/** Metadata as they are printed: JSON, or, when their serialiser is unknown, their bytes as Python spells them. */
export function metadataLines(metadata: Metadata): string {
  if (metadata.kind === 'json') return prettyJson(metadata.value);
  const { magicFormat, bytes } = metadata;
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
