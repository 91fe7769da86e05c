import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const engine = createRequire(import.meta.url)('../../dist/engine.cjs');

/**
 * The content of a file as two readers get it.
 *
 * @typedef {object} Content
 * @property {string} ours data and metadata as our reader gives them, `absent`, or `unreadable` and why
 * @property {string | undefined} reference the same by the independent reader, where there is one
 * @property {string} bytes digest of the file itself
 */

/**
 * Our reader is first: it undoes an interrupted edit.
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
 * Whether the content is the same. An unreadable file must have the same bytes.
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
