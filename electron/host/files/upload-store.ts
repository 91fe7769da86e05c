import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type CallError, refusal } from '../../../shared/errors/contract-error.js';
import { fileNameProblem } from '../../engine/io/file-name.js';
import { withIoErrors } from '../../engine/io/io-error.js';

/** What must stay free on the disk: a full one would stop more than this program. */
const RESERVE_BYTES = 64 * 2 ** 20;
const MAX_NAME_BYTES = 200;

/** A file on its way in from the page. */
export interface Upload {
  /** As the user knows it. */
  readonly name: string;
  /** Bytes that were announced; undefined when nobody said. */
  readonly sizeBytes?: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Streams an upload into a folder of its own below `folder`, under its name; answers its path.
 * It is there when it is whole; of a broken one nothing stays. Throws CallError('argument') for a bad name or too little space,
 * IoError for what the disk refuses.
 */
export async function storeUpload(folder: string, upload: Upload): Promise<string> {
  const { name } = upload;
  requireFileName(name);
  const own = join(folder, randomBytes(9).toString('base64url'));
  await withIoErrors('write', own, () => mkdir(own, { recursive: true }));
  try {
    const roomBytes = await freeBytes(own);
    if ((upload.sizeBytes ?? 0) > roomBytes) throw tooLarge(name);
    const path = join(own, name);
    await writeBody(upload, path, roomBytes);
    return path;
  } catch (error) {
    await rm(own, { recursive: true, force: true });
    throw error;
  }
}

/** Not flushed: the user still has the file, and flushing a thousand small ones takes ten seconds. */
async function writeBody({ name, body }: Upload, path: string, roomBytes: number): Promise<void> {
  const file = await withIoErrors('write', path, () => open(path, 'wx'));
  let doneBytes = 0;
  try {
    for await (const piece of body) {
      if (doneBytes + piece.byteLength > roomBytes) throw tooLarge(name);
      await withIoErrors('write', path, () => file.writeFile(piece));
      doneBytes += piece.byteLength;
    }
  } finally {
    await file.close();
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await withIoErrors('read', folder, () => statfs(folder));
  return Math.max(0, bavail * bsize - RESERVE_BYTES);
}

function requireFileName(name: string): void {
  if (fileNameProblem(name) === undefined && Buffer.byteLength(name) <= MAX_NAME_BYTES) return;
  throw refusal('argument', 'The file has a name that cannot be used here; rename it and try again.');
}

function tooLarge(name: string): CallError {
  return refusal(
    'argument',
    `There is not enough space for '${name}' on the machine that serves.`,
    'Free some space there, or use the file where it is.',
  );
}
