import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { numberedName } from '../batch/output-name.js';

/** The path, or that with the next number in its name that is free. */
export async function freePath(path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : join(dirname(path), numberedName(basename(path), number));
    if ((await lstat(candidate).catch(() => undefined)) === undefined) return candidate;
  }
}
