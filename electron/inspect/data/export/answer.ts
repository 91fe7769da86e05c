import type { ByteAnswer } from '../../../../shared/contract/streams.js';
import type { OpenDocument } from '../../document.js';

/** Text is sent in pieces of about so many characters. */
const PIECE_CHARACTERS = 64 * 1024;

export type ExportFormat = 'csv' | 'tsv' | 'npy' | 'json';

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  json: 'application/json',
  npy: 'application/octet-stream',
} as const satisfies Record<ExportFormat, string>;

/** An export as a file to save, named after its source. */
export function exportAnswer(
  { overview }: OpenDocument,
  as: ExportFormat,
  { part, body, sizeBytes }: { part: string; body: AsyncIterable<Uint8Array>; sizeBytes?: number },
): ByteAnswer {
  const source = overview.member ?? overview.file.name;
  const stem = source
    .replace(/^.*[\\/]/, '')
    .replace(/(?:\.npy|\.npz)?(?:\.blp)?$/i, '')
    .replace(/\.npy$/i, '');
  return {
    headers: {},
    contentType: CONTENT_TYPES[as],
    fileName: `${stem || 'array'}${part}.${as}`,
    ...(sizeBytes !== undefined && { sizeBytes }),
    body,
  };
}

/** Texts as UTF-8, joined to pieces of `PIECE_CHARACTERS`. */
export async function* utf8(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let waiting: string[] = [];
  let characters = 0;
  for await (const text of texts) {
    waiting.push(text);
    characters += text.length;
    if (characters < PIECE_CHARACTERS) continue;
    yield encoder.encode(waiting.join(''));
    waiting = [];
    characters = 0;
  }
  if (characters > 0) yield encoder.encode(waiting.join(''));
}
