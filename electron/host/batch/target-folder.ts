import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What is known of a folder into which outputs shall go. It need not be there yet. */
export interface TargetFolder {
  readonly path: string;
  /** Why nothing can be written there, as a sentence's end; undefined when it can. */
  readonly problem?: string;
  /** Tells file systems apart. */
  readonly device: number;
  /** Bytes that a user without privileges can still write; undefined where the system does not say. */
  readonly freeBytes?: number;
}

/** Looks at the nearest folder that exists: what is missing below it will be made. */
export async function inspectTargetFolder(path: string): Promise<TargetFolder> {
  const existing = await nearestExisting(path);
  const stats = await stat(existing).catch(() => undefined);
  const problem = !stats?.isDirectory() ? 'is not a folder' : await writeProblem(existing);
  const space = await statfs(existing).catch(() => undefined);
  return {
    path,
    device: stats?.dev ?? 0,
    ...(problem !== undefined && { problem }),
    ...(space && { freeBytes: space.bavail * space.bsize }),
  };
}

async function nearestExisting(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    const there = await stat(folder).catch(() => undefined);
    if (there || folder === dirname(folder)) return folder;
  }
}

async function writeProblem(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return 'cannot be written to; check who owns it, or choose another output folder';
  }
}
