import { createHash } from 'node:crypto';

/** File systems allow names of 255 bytes; this leaves room for what is added to the name. */
const NAME_BYTES_KEPT = 200;
const DIGEST_CHARACTERS = 16;

/**
 * The prefix of the names of all hidden files that belong to the file `name`: `.name.`. A name of more than 200 bytes is cut at the
 * end of a character and followed by a part of its digest, so that two long names have different hidden files.
 */
export function hiddenPrefix(name: string): string {
  const bytes = Buffer.from(name);
  if (bytes.byteLength <= NAME_BYTES_KEPT) return `.${name}.`;
  const room = NAME_BYTES_KEPT - DIGEST_CHARACTERS - 1;
  const cut = new TextDecoder().decode(bytes.subarray(0, room)).replace(/\ufffd+$/, '');
  return `.${cut}~${createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_CHARACTERS)}.`;
}
