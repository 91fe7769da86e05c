import { join } from 'node:path';

/** Files that were dropped into a page on another machine. */
export function uploadFolderOf(dataFolder: string): string {
  return join(dataFolder, 'uploads');
}

export function sampleFolderOf(dataFolder: string): string {
  return join(dataFolder, 'sample');
}
