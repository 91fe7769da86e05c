import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const engine = createRequire(import.meta.url)('../../dist/engine.cjs');

/**
 * What a file holds, for those who read it.
 *
 * @typedef {object} Content
 * @property {string} ours data and metadata as our reader gives them, `absent`, or `unreadable` and why
 * @property {string | undefined} reference the same by the independent reader, where there is one
 * @property {string} bytes digest of the file itself
 */

/**
 * Our reader comes first: it undoes what was left half done.
 *
 * @param {string} path
 * @param {import('./reference-reader.mjs').ReferenceReader | undefined} reference
 * @returns {Promise<Content>}
 */
export async function readContent(path, reference) {
  if (!existsSync(path)) return { ours: 'absent', reference: reference && 'absent', bytes: 'absent' };
  const ours = await readOurs(path);
  return { ours, reference: await reference?.read(path), bytes: sha256(readFileSync(path)) };
}

/**
 * The same content. What cannot be read must be the very same file.
 *
 * @param {Content} one
 * @param {Content} other
 */
export function isSameContent(one, other) {
  if (one.ours.startsWith('unreadable')) return one.bytes === other.bytes;
  return one.ours === other.ours && one.reference === other.reference;
}

/** @param {string} path */
async function readOurs(path) {
  try {
    const { bytes, metadata } = await engine.unpackBytesFromFile(path, { nthreads: 1 });
    return `${sha256(bytes)} ${metadata === undefined ? '' : engine.printJson(metadata)}`;
  } catch (error) {
    return `unreadable ${error instanceof Error ? error.message : error}`;
  }
}

/** @param {Uint8Array} bytes */
function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
