import { join } from 'node:path';

/** Files that were dropped into a page on another machine. */
export function uploadFolderOf(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}

/** What measuring file formats writes and removes. */
export function scratchFolderOf(dataFolder: string): string {
  return join(dataFolder, 'scratch');
}

export function sampleFolderOf(dataFolder: string): string {
  return join(dataFolder, 'sample');
}
