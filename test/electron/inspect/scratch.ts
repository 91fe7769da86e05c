import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../scratch-folder.js';

/** A file in a temporary folder, which is removed at the end of the running test. */
export function scratchFile(name: string, bytes: Uint8Array): string {
  const path = join(scratchFolder(), name);
  writeFileSync(path, bytes);
  return path;
}
