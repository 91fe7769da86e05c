import { chmodSync, copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fixturePath } from '../../../../fixtures.js';
import { scratchFolder } from '../../../../scratch-folder.js';

/** A copy of a fixture that the running test may change. */
export function writableCopy(file: string): string {
  const path = join(scratchFolder(), basename(file));
  copyFileSync(fixturePath(file), path);
  chmodSync(path, 0o640);
  return path;
}
