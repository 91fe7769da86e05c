import { execFile } from 'node:child_process';
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { syncedFile } from './synced-file.js';

const run = promisify(execFile);

/** Whether files of a folder can be dropped from the page cache, and how, or why not. */
export interface ColdCache {
  readonly available: boolean;
  /** The explanation for reports. */
  readonly words: string;
}

const PROBE_BYTES = 2 ** 20;

/** Tries it with a temporary file. */
export async function probeColdCache(folder: string): Promise<ColdCache> {
  if (process.platform !== 'linux') return { available: false, words: `not available on ${process.platform}` };
  const path = join(folder, 'cold-cache-probe');
  try {
    const file = await syncedFile(path);
    await file.append(new Uint8Array(PROBE_BYTES).fill(1));
    await file.commit();
    await dropFromCache(path);
    const pages = await cachedPages(path);
    if (pages === 0) return { available: true, words: 'posix_fadvise(DONTNEED) through dd, checked with fincore' };
    if (pages === undefined)
      return { available: true, words: 'posix_fadvise(DONTNEED) through dd, not checked: there is no fincore' };
    return { available: false, words: 'not available: the file system keeps its files in memory' };
  } catch {
    return { available: false, words: 'not available: there is no dd that drops files from the page cache' };
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

/** Drops a file, or all files of a folder, from the page cache; they must have been synced. */
export async function dropFromCache(path: string): Promise<void> {
  for (const file of await filesIn(path)) {
    await run('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
  }
}

/** The files below a folder, or the file itself. */
export async function filesIn(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  return (await readdir(path)).map((name) => join(path, name));
}

async function cachedPages(path: string): Promise<number | undefined> {
  const answer = await run('fincore', ['--bytes', '--noheadings', '--output', 'PAGES', path]).catch(() => undefined);
  return answer === undefined ? undefined : Number(answer.stdout.trim());
}
