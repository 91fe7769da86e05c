import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { IoError } from '../../../shared/format/errors.js';
import { codeOf } from './io-error.js';

/** Errors of Windows while another program, often a virus scanner, has a file open for a moment. */
const IN_USE = ['EPERM', 'EACCES', 'EBUSY'];

/** About five seconds in all. */
const PAUSES_MS: readonly number[] = [10, 20, 50, 100, 200, 500, 1000, 1000, 2000];

/**
 * Renames a file over an existing one. On Windows it tries again while another program has that file open, and then throws
 * IoError('EBUSY'); other systems replace open files, so that every error is final.
 */
export async function replaceFile(
  fromPath: string,
  toPath: string,
  platform: NodeJS.Platform = process.platform,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<void> {
  for (const pauseMs of platform === 'win32' ? pausesMs : []) {
    if (await isRenamed(fromPath, toPath)) return;
    await sleep(pauseMs);
  }
  try {
    await rename(fromPath, toPath);
  } catch (error) {
    if (platform !== 'win32' || !IN_USE.includes(codeOf(error))) throw error;
    const reason = 'it is read-only, or open in another program or window; close it there and try again';
    throw new IoError('EBUSY', `cannot replace '${toPath}': ${reason}`, { file: toPath }, error);
  }
}

/** False when the file is in use. Throws all other errors. */
async function isRenamed(fromPath: string, toPath: string): Promise<boolean> {
  try {
    await rename(fromPath, toPath);
    return true;
  } catch (error) {
    if (IN_USE.includes(codeOf(error))) return false;
    throw error;
  }
}
