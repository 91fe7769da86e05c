import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isRemoteAddress } from '../../remote/remote-address.js';

/** Facts of a folder for outputs, which need not exist yet. */
export interface TargetFolder {
  readonly path: string;
  /** Why it cannot be written to, as the end of a sentence; undefined if it can. */
  readonly problem?: string;
  /** Identifies the file system. */
  readonly device: number;
  /** Free bytes for a user without privileges; undefined if the system does not report them. */
  readonly freeBytes?: number;
}

/** For all servers: how much room they have is not known. */
const SERVER = -1;

/** Examines the nearest existing folder: missing ones below it will be created. */
export async function inspectTargetFolder(path: string): Promise<TargetFolder> {
  // Whether an object can be written below an address shows when it is written.
  if (isRemoteAddress(path)) return { path, device: SERVER };
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
