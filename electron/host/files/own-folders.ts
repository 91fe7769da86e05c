import { join } from 'node:path';

/** Files that were dropped into a page on another machine. */
export function uploadFolderOf(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}

/** Temporary files of format benchmarks. */
export function scratchFolderOf(dataFolder: string): string {
  return join(dataFolder, 'scratch');
}

export function sampleFolderOf(dataFolder: string): string {
  return join(dataFolder, 'sample');
}
