import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A directory for the running test, removed at its end. */
export function scratchDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), 'bloscpack-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
