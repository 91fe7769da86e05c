import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of the running test's own, removed when it is over. */
export function scratchFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'bloscpack-host-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
