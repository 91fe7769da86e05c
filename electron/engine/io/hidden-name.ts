import { createHash } from 'node:crypto';

/** File systems allow 255 bytes; what is left of a longer name leaves room for the rest of the hidden one. */
const NAME_BYTES_KEPT = 200;
const DIGEST_CHARACTERS = 16;

/**
 * How the names of all hidden files of the file `name` begin: `.name.`. A name of more than 200 bytes is cut between two of
 * its characters and gets a part of its digest, so that two long names never share a journal.
 */
export function hiddenStart(name: string): string {
  const bytes = Buffer.from(name);
  if (bytes.byteLength <= NAME_BYTES_KEPT) return `.${name}.`;
  const room = NAME_BYTES_KEPT - DIGEST_CHARACTERS - 1;
  const cut = new TextDecoder().decode(bytes.subarray(0, room)).replace(/\ufffd+$/, '');
  return `.${cut}~${createHash('sha256').update(bytes).digest('hex').slice(0, DIGEST_CHARACTERS)}.`;
}
