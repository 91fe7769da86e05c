import type { FindBytesRequest, FoundBytes } from '../../../../shared/contract/inspect/data.js';
import { ArgumentError } from '../../../../shared/format/errors.js';
import { throwIfCancelled } from '../../../engine/operation.js';
import type { OpenDocument } from '../../document.js';
import type { TaskOptions } from '../../inspect-service.js';
import { storedBytesOf } from '../../stored-bytes.js';

const WINDOW_BYTES = 2 ** 20;

/**
 * The next place of a pattern in the stored bytes of the file, or of a chunk, from byte `from` on and then from the start; undefined when there is
 * none. `"text"` is searched for as UTF-8, anything else has to be hexadecimal digits. Throws ArgumentError for other patterns.
 */
export async function findBytes(
  document: OpenDocument,
  { pattern, from, chunkIndex }: FindBytesRequest,
  { signal, onProgress }: TaskOptions,
): Promise<FoundBytes | undefined> {
  const wanted = patternBytes(pattern);
  const { sizeBytes: total, read } = await storedBytesOf(document, chunkIndex);
  const start = Math.min(from, total);
  // A place before `from` may reach beyond it.
  const ranges = [
    [start, total],
    [0, Math.min(total, start + wanted.byteLength - 1)],
  ] as const;
  let searched = 0;
  for (const [first, end] of ranges) {
    for (let at = first; at + wanted.byteLength <= end; at += WINDOW_BYTES) {
      throwIfCancelled(signal);
      const length = Math.min(end - at, WINDOW_BYTES + wanted.byteLength - 1);
      const found = Buffer.from(await read(at, at + length)).indexOf(wanted);
      if (found >= 0) return { startByte: at + found, endByte: at + found + wanted.byteLength };
      searched += WINDOW_BYTES;
      onProgress(Math.min(1, searched / Math.max(1, total)));
    }
  }
  return undefined;
}

function patternBytes(pattern: string): Buffer {
  const text = /^"(.+)"?$/.exec(pattern)?.[1]?.replace(/"$/, '');
  if (text) return Buffer.from(text, 'utf8');
  const digits = pattern.replaceAll(/0x|[\s,]/gi, '');
  if (/^(?:[\da-f]{2})+$/i.test(digits)) return Buffer.from(digits, 'hex');
  throw new ArgumentError(`'${pattern}' is neither pairs of hexadecimal digits, such as 62 6c, nor "text" in quotes`);
}
